"""What agencies asked other agencies' registers about an applicant, as applicant and officers read it."""

from typing import Any

from app.i18n import _
from models.registers.queries import QuestionRow


def question_shown(row: QuestionRow) -> dict[str, Any]:
    """A question with its answer, who asked and what for; `asker` is the officer, or the machine."""
    return {
        "question": str(row.question),
        "answer": _("Ya") if row.answer else _("Tidak"),
        "detail": row.detail or "",
        "purpose": row.purpose,
        "agency": row.agency,
        "asker": row.asker or _("Mesin"),
        "owner": row.owner,
        "at": row.at,
    }
