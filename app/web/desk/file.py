"""What a page of the desk shows of a file: only what its step looks at, and of that what the agency may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.i18n import _
from app.web.kit.forms import ShownAnswer, shown_answers
from app.web.kit.people import address_of
from models.accounts.queries import accounts_by_id, phone_of
from models.applications.access import knows_who, looks, may_see
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.contents import AttachedRow, answers_of, documents_of
from models.applications.queries.ground import villages_named
from models.kit.actor import Actor
from models.kit.regency import Regency
from models.people.queries import NOTES, nik_of, people_by_id
from models.services.definition import Definition, Requirement, Step


@dataclass(frozen=True, slots=True)
class VisibleFile:
    """One step's sight of a file, for the officer who asks."""

    file: ApplicationRow
    definition: Definition
    step: Step
    by: Actor

    def covers(self, part: str, key: str) -> bool:
        """Whether a part is shown on the page of this step."""
        mine = looks(self.definition, self.step, part, key)
        return mine and may_see(self.definition, self.file.own_steps, self.by, part, key)

    @property
    def is_open(self) -> bool:
        """Whether the step gives its agency a sight of the file yet."""
        return self.step.key in self.file.own_steps

    def blank_places(self) -> list[tuple[str, list[dict[str, str]]]]:
        """The parts that the step looks at, by name alone: for whoever enters its finding without seeing the file."""
        definition, step = self.definition, self.step
        sections = [
            (title, [row for row in rows if looks(definition, step, "answers", row.key)])
            for title, rows in shown_answers(definition, {}, {})
        ]
        papers = [one for one in definition.documents if looks(definition, step, "documents", one.key)]
        return _places(sections, papers)

    @property
    def is_partial(self) -> bool:
        """Whether something of the file is for other agencies alone."""
        parts = [("answers", key) for key in self.definition.fields]
        parts += [("documents", requirement.key) for requirement in self.definition.documents]
        return not all(self.covers(*part) for part in parts)


async def file_shown(seen: VisibleFile, regency: Regency) -> dict[str, Any]:
    """The applicant, the answers under their headings, and the documents, as the page takes them."""
    answers = (await answers_of([seen.file.id], by=seen.by))[seen.file.id]
    attached = (await documents_of([seen.file.id], by=seen.by))[seen.file.id]
    villages = await villages_named(seen.definition, answers)
    sections = [
        (title, [row for row in rows if seen.covers("answers", row.key)])
        for title, rows in shown_answers(seen.definition, answers, villages)
    ]
    documents = _documents(seen, attached, regency)
    return {
        "open": seen.is_open,
        "partial": seen.is_partial,
        "person": await _person(seen, regency),
        "answers": [(title, [_line(row) for row in rows]) for title, rows in sections if rows],
        "documents": documents,
        "places": _places(sections, _asked(seen, attached)),
    }


def _line(row: ShownAnswer) -> dict[str, str]:
    return {"key": row.key, "label": row.label, "value": row.value}


def _asked(seen: VisibleFile, attached: Sequence[AttachedRow]) -> list[Requirement]:
    """The documents that the page speaks of; one that is asked for on a condition only where it was given."""
    given = {one.requirement for one in attached}
    return [
        requirement
        for requirement in seen.definition.documents
        if seen.covers("documents", requirement.key)
        and (requirement.key in given or requirement.when is None)
    ]


def _documents(seen: VisibleFile, attached: Sequence[AttachedRow], regency: Regency) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    for requirement in _asked(seen, attached):
        about = {"title": str(requirement.title), "required": requirement.required}
        given = [one.document for one in attached if one.requirement == requirement.key]
        shown += [
            {**about, "name": row.name, "size": row.size, "url": regency.links.to("document", row.id)}
            for row in given
        ]
        if not given:
            shown.append({**about, "name": "", "size": 0})
    return shown


def _places(
    sections: Sequence[tuple[str, Sequence[ShownAnswer]]], documents: Sequence[Requirement]
) -> list[tuple[str, list[dict[str, str]]]]:
    """Where a finding can be put."""
    places = [
        (title, [_place("answers", row.key, row.label, row.value) for row in rows])
        for title, rows in sections
    ]
    places.append((_("Dokumen"), [_place("documents", one.key, str(one.title), "") for one in documents]))
    return [(title, rows) for title, rows in places if rows]


def _place(part: str, key: str, label: str, value: str) -> dict[str, str]:
    return {"part": part, "key": key, "label": label, "value": value}


async def _person(seen: VisibleFile, regency: Regency) -> dict[str, Any]:
    if not knows_who(seen.file.own_steps, seen.by):
        return {"rows": [], "notes": []}
    person = (await people_by_id([seen.file.person_id]))[seen.file.person_id]
    rows = [
        {"label": _("Nama"), "value": person.name},
        {"label": _("Alamat"), "value": await address_of(person)},
    ]
    if seen.is_open and seen.step.sees_identity:
        rows.append({"label": _("NIK"), "value": nik_of(person, regency.vault)})
        rows.append({"label": _("Nomor HP"), "value": await _phone(seen.file.applicant_id, regency)})
    return {"rows": rows, "notes": [_(NOTES[note]) for note in person.notes if note in NOTES]}


async def _phone(account_id: UUID, regency: Regency) -> str:
    account = (await accounts_by_id([account_id]))[account_id]
    return phone_of(account, regency.vault) or ""
