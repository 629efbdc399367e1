"""What changes for people between two versions of a service."""

from collections.abc import Mapping

from models.services.changes.change import Change
from models.services.changes.documents import of_documents
from models.services.changes.questions import of_questions
from models.services.changes.steps import of_steps
from models.services.changes.terms import of_terms
from models.services.definition import Definition


def changes(old: Definition, new: Definition, *, names: Mapping[str, str] | None = None) -> list[Change]:
    """Everything that people, officers among them, would notice; `names` of agencies by code, where they are known.

    Applications that are under way keep the version under which they were sent: none of this is about them.
    """
    known = names or {}
    return [
        *of_terms(old, new, known),
        *of_documents(old, new),
        *of_questions(old, new),
        *of_steps(old, new, known),
    ]
