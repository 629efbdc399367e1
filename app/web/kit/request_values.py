"""What pages read from a request: a text, a key, an id, and the day on which it comes."""

from datetime import date, datetime
from uuid import UUID

from starlette.requests import Request

from models.kit.vault import new_token


def text_in(request: Request, name: str) -> str:
    """What a field of the form that was sent holds; "" where none was sent."""
    form = request.state.form if request.method == "POST" else {}
    return str(form.get(name, ""))


def key_of_form(request: Request) -> str:
    """The key that makes a form count once: a new one for a new form."""
    return text_in(request, "key") or new_token()


def id_in(text: object) -> UUID | None:
    """The id that a form names, or None for anything else."""
    try:
        return UUID(hex=text) if isinstance(text, str) else None
    except ValueError:
        return None


def today(request: Request) -> date:
    """The day by the regency's clock."""
    at: datetime = request.state.at
    return at.astimezone(request.app.state.regency.zone).date()
