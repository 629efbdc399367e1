"""Who one is: asked once, checked, and prefilled ever after."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth.sessions import require_citizen
from app.web.accounts.sign_in import local_path
from app.web.kit.error_summary import summary_of
from app.web.kit.form_values import cleaned
from app.web.kit.forms import by_district
from app.web.kit.people import applicant_shown
from app.web.kit.rendering import page, problems_by_field, see_other
from app.web.kit.session_ended import session_ended
from models.accounts.operations import introduce
from models.kit.errors import Refusal
from models.people.operations import IdentityDraft
from models.people.queries import PersonRow, people_by_id
from models.places.queries import villages

FIELDS = ("nik", "name", "address", "rt", "rw", "village")


async def profile(request: Request) -> Response:
    """Ask for NIK, name and address, or take them and go on to where the citizen was heading."""
    if request.method == "POST":
        return await _take(request)
    person = await _known(request)
    typed = {name: getattr(person, name, "") for name in FIELDS}
    if person is not None:
        typed["village"] = person.village_code
    return await _page(request, typed, None)


async def _take(request: Request) -> Response:
    form = request.state.form
    if request.state.account is None:
        return await session_ended(request)
    account = require_citizen(request)
    typed = {name: cleaned(str(form.get(name, ""))).strip() for name in FIELDS}
    draft = IdentityDraft(
        nik=_digits(typed["nik"]),
        name=typed["name"],
        address=typed["address"],
        rt=typed["rt"],
        rw=typed["rw"],
        village=typed["village"],
    )
    try:
        await introduce(draft, by=account.actor, at=request.state.at, regency=request.app.state.regency)
    except Refusal as refusal:
        return await _page(request, typed, refusal)
    return see_other(local_path(str(form.get("lanjut", "")), otherwise="/permohonan"))


def _digits(nik: str) -> str:
    """A NIK as people copy it from a card, without the gaps."""
    return "".join(sign for sign in nik if sign not in " .-\u00a0")


async def _known(request: Request) -> PersonRow | None:
    account = require_citizen(request)
    if account.person_id is None:
        return None
    return (await people_by_id([account.person_id]))[account.person_id]


async def _page(request: Request, typed: dict[str, str], refusal: Refusal | None) -> Response:
    source = request.state.form if refusal else request.query_params
    person = await _known(request)
    vault = request.app.state.regency.vault
    context = {
        "typed": typed,
        "next": local_path(str(source.get("lanjut", "")), otherwise="/permohonan"),
        "known": await applicant_shown(person, vault) if person else None,
        "districts": by_district(await villages()),
        "problems": summary_of(refusal.problems, {("rt",): "RT", ("rw",): "RW"}) if refusal else [],
        "errors": problems_by_field(refusal) if refusal else {},
    }
    return await page(request, "accounts/profile.html", context, status=422 if refusal else 200)


routes = [Route("/profil", profile, methods=["GET", "POST"])]
