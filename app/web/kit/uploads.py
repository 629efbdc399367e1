"""Files that come with a form: each is judged by itself, so that one bad photo does not lose the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.datastructures import FormData, UploadFile

from models.documents.intake import MAX_BYTES
from models.documents.operations import store_document
from models.documents.queries import DocumentRow
from models.kit.actor import Actor
from models.kit.errors import Problem, Refusal
from models.kit.regency import Regency
from models.services.definition import Requirement

PREFIX = "file."
"""File inputs are named `file.site-photo`."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """What came: the documents that were taken in, by requirement, and why others were not."""

    stored: Sequence[tuple[str, DocumentRow]]
    problems: Sequence[Problem]


async def take_uploads(
    form: FormData, requirements: Iterable[Requirement], *, by: Actor, at: datetime, regency: Regency
) -> Uploads:
    """Take in every file of the form that was chosen for one of the requirements."""
    stored: list[tuple[str, DocumentRow]] = []
    problems: list[Problem] = []
    for requirement in requirements:
        for file in form.getlist(PREFIX + requirement.key):
            if not isinstance(file, UploadFile) or not file.filename:
                continue
            try:
                content = await file.read(MAX_BYTES + 1)
                row = await store_document(file.filename, content, by=by, at=at, regency=regency)
            except Refusal as refusal:
                problems += [replace(p, path=("documents", requirement.key)) for p in refusal.problems]
            else:
                stored.append((requirement.key, row))
    return Uploads(stored, problems)


def accept_of(requirement: Requirement) -> str:
    """The `accept` of a file input: phones offer their camera for `image/*`."""
    kinds = ["image/*" if kind.startswith("image/") else kind for kind in requirement.accepts]
    return ",".join(dict.fromkeys(kinds))
