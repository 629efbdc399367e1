"""From an application to the agency's own task on it."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.auth.errors import ExplainedError
from app.auth.sessions import require_officer
from app.i18n import _
from app.web.desk.desk import desk_of
from app.web.kit.rendering import page, see_other
from models.applications.errors import TaskNotFound
from models.applications.queries.applications import application_by_number
from models.applications.queries.objections import open_objection
from models.applications.queries.tasks import own_task_on
from models.applications.queries.transfers import gone_from, gone_on, offer_on
from models.kit.ids import parse_id, public_id


async def search(request: Request) -> Response:
    """Go to the task on the application with this number, or say that this agency has none."""
    typed = request.query_params.get("nomor", "").replace("\0", "").strip()[:40]
    actor = require_officer(request).actor
    file = await application_by_number(typed, by=actor) if typed else None
    own = await own_task_on(file.id, by=actor) if file else None
    if own is not None:
        return see_other(_page_of(own))
    if typed and (gone := await gone_from(typed, by=actor)):
        return see_other(_page_of(gone.id))
    message = _("Tidak ada tugas instansi Anda untuk nomor ini. Periksa lagi nomornya.") if typed else ""
    context = {"desk": await desk_of(request), "typed": typed, "message": message}
    return await page(request, "desk/search.html", context, status=404 if typed else 200)


async def task_of_file(request: Request) -> Response:
    """The address that a notice carries leads to the objection, the agency's own task, or what became of it."""
    actor, id = require_officer(request).actor, parse_id("application", request.path_params["id"])
    if id is None:
        raise TaskNotFound("applicationId")
    if objection := await open_objection(id, by=actor, at=request.state.at):
        return see_other(f"/petugas/keberatan/{public_id('objection', objection.id)}")
    own = await own_task_on(id, by=actor)
    if own is None and await offer_on(id, by=actor, now=request.state.at):
        return see_other("/petugas/pengalihan")
    if own is None and (gone := await gone_on(id, by=actor)):
        return see_other(_page_of(gone.id))
    if own is None:
        raise ExplainedError(
            404, _("Instansi Anda tidak punya tugas pada berkas ini. Tanyakan kepada instansinya.")
        )
    return see_other(_page_of(own))


def _page_of(task_id: UUID) -> str:
    return f"/petugas/tugas/{public_id('task', task_id)}"
