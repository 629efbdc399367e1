"""What an applicant has paid to the state, for the agency owed: to find it, or to say why it is not found."""

from starlette.requests import Request

from app.auth.sessions import require_officer
from app.web.desk.actions import form_of_task
from app.web.kit.form_values import cleaned
from models.applications.queries.tasks import TaskRow
from models.billing.reporting import PaymentDenial, deny_payment
from models.kit.ids import parse_id


@form_of_task()
async def deny(request: Request, row: TaskRow) -> None:
    """Give the payment back to the applicant, who reads why."""
    form, regency = request.state.form, request.app.state.regency
    denial = PaymentDenial(
        row.id,
        cleaned(str(form.get("reason", ""))),
        str(form.get("key", "")),
        parse_id("payment", str(form.get("payment", ""))),
    )
    await deny_payment(denial, by=require_officer(request).actor, at=request.state.at, regency=regency)
