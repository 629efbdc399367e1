"""Taking an issued document back, from the page of the task on which it was signed."""

from starlette.requests import Request

from app.auth.sessions import require_officer
from app.web.desk.actions import form_of_task
from app.web.kit.form_values import cleaned
from models.applications.queries.tasks import TaskRow
from models.kit.ids import parse_id
from models.permits.revoking import PermitNotFound, Revocation, revoke_permit


@form_of_task()
async def revoke(request: Request, row: TaskRow) -> None:
    """Revoke the document that was issued here: its check page says so at once."""
    form = request.state.form
    permit = parse_id("permit", str(form.get("permit", "")))
    if permit is None:
        raise PermitNotFound("permitId")
    revocation = Revocation(
        permit,
        cleaned(str(form.get("reason", ""))),
        str(form.get("key", "")),
        cleaned(str(form.get("basis", ""))) or None,
    )
    regency = request.app.state.regency
    await revoke_permit(revocation, by=require_officer(request).actor, at=request.state.at, regency=regency)
