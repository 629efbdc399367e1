"""Once-only: documents out of the applicant's wallet, agreed to by giving them, or added where we issued them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from models.applications import tables
from models.applications.answers import faults_of_documents, must_be_countable
from models.applications.queries.returned import Returned
from models.documents.queries import own_documents
from models.documents.wallet import WalletRow, entries_for, fitting
from models.kit.actor import Actor
from models.kit.errors import Problem, ProblemCode
from models.kit.text import N_
from models.services.conditions import asked_documents
from models.services.definition import Definition, Requirement

PURPOSE = N_("Memenuhi syarat “{document}” dalam permohonan {service}.")
ADDED = N_("Ditambahkan sendiri karena terbit dari sini: syarat “{document}” dalam permohonan {service}.")
SENT_AGAIN = N_("Dokumen ini yang diminta diganti. Pilih atau unggah yang lain.")
LONGEST_PURPOSE = 300

Given = Sequence[tuple[str, UUID]]
"""Documents as (requirement, document id)."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of an application.

    `attached` is all there is, `brought` what of it comes now, `reused` what of that came out of the wallet. By
    requirement: `automatic` was added because it has to be there and the regency issued it, `offered` may be taken
    from the wallet. `problems` are all faults at once.
    """

    attached: Given
    brought: Given
    reused: Given
    automatic: Mapping[str, Sequence[WalletRow]]
    offered: Mapping[str, Sequence[WalletRow]]
    problems: Sequence[Problem]


async def gather_papers(
    definition: Definition,
    answers: Mapping[str, Any],
    given: Given,
    *,
    by: Actor,
    today: date,
    zone: ZoneInfo,
    returned: Returned | None = None,
) -> Papers:
    """Look at the documents that somebody gives, add what need not be given, and tell what is wrong; two statements.

    Nothing is added for a requirement that may be left open: that is for its owner to agree to. A document out of the
    wallet must fit its requirement today. In a correction what was given before and is not replaced stays and is not
    judged anew, documents are added only where the new answers ask for them, and what was found wanting is no cure.
    Raises InvalidInput where more is given than all requirements together take, before anything is looked up.
    """
    must_be_countable(definition, given)
    asked = asked_documents(definition, answers)
    kept = _kept(asked, given, returned)
    own = await own_documents([id for _, id in [*kept, *given]], by=by)
    about = None if returned is None else returned.person_id
    entries = await entries_for(asked, [id for _, id in given], by=by, about=about)
    found = {
        one.key: fitting(one, _not_sent_back(one, entries, returned), today=today, zone=zone)
        for one in _open_requirements(definition, answers, given, returned)
    }
    new = None if returned is None else returned.new_documents(definition, answers)
    must = {one.key for one in asked if one.required and (new is None or one.key in new)}
    automatic = {key: rows for key, rows in found.items() if key in must and any(row.issued for row in rows)}
    added = [(key, row.document) for key, rows in automatic.items() for row in rows]
    media = [(key, own[id].media_type if id in own else None) for key, id in [*kept, *given]]
    media += [(key, document.media_type) for key, document in added]
    in_wallet = {row.document.id for row in entries}
    unasked = [(key, document.id) for key, document in added]
    same = _sent_again(given, entries, returned)
    return Papers(
        attached=[*kept, *given, *unasked],
        brought=[*given, *unasked],
        reused=[*((key, id) for key, id in given if id in in_wallet), *unasked],
        automatic=automatic,
        offered={key: rows for key, rows in found.items() if rows and key not in automatic},
        problems=[
            *faults_of_documents(definition, media, answers),
            *(Problem(ProblemCode.INVALID, ("documents", key), SENT_AGAIN) for key, _ in same),
            *_faults_of_reuse(asked, [one for one in given if one not in same], entries, today, zone),
        ],
    )


def _kept(asked: Iterable[Requirement], given: Given, returned: Returned | None) -> Given:
    """What was given before, is asked for still, and is not replaced."""
    stays = {one.key for one in asked} - {key for key, _ in given}
    return [(key, id) for key, id in returned.attached if key in stays] if returned else []


def _open_requirements(
    definition: Definition, answers: Mapping[str, Any], given: Given, returned: Returned | None
) -> list[Requirement]:
    """Those that nothing was given for; in a correction only those that may be changed."""
    brought = {key for key, _ in given}
    found = [one for one in asked_documents(definition, answers) if one.key not in brought]
    if returned is None:
        return found
    places = returned.may_change(definition, answers)
    return [one for one in found if ("documents", one.key) in places]


def _not_sent_back(
    requirement: Requirement, entries: Iterable[WalletRow], returned: Returned | None
) -> list[WalletRow]:
    return [
        row
        for row in entries
        if returned is None or not returned.sent_back(requirement.key, row.document.id, row.document.sha256)
    ]


def _sent_again(given: Given, entries: Iterable[WalletRow], returned: Returned | None) -> Given:
    """What is given as a cure for a finding about itself; a file that is uploaded anew is for an officer to judge."""
    held = {row.document.id: row.document.sha256 for row in entries}
    return [(key, id) for key, id in given if returned and returned.sent_back(key, id, held.get(id))]


def _faults_of_reuse(
    asked: Iterable[Requirement], given: Given, entries: Iterable[WalletRow], today: date, zone: ZoneInfo
) -> list[Problem]:
    """Documents of the wallet that are given for what they do not fit."""
    requirements = {one.key: one for one in asked}
    known: dict[UUID, list[WalletRow]] = {}
    for row in entries:
        known.setdefault(row.document.id, []).append(row)
    problems = []
    for key, id in given:
        requirement, rows = requirements.get(key), known.get(id)
        if requirement is None or rows is None or any(row.fits(requirement, today, zone) for row in rows):
            continue
        message = _misfit([row for row in rows if row.kind == requirement.kind])
        problems.append(Problem(ProblemCode.INVALID, ("documents", key), message))
    return problems


def _misfit(of_its_kind: Sequence[WalletRow]) -> str:
    if not of_its_kind:
        return N_("Dokumen dari dompet ini bukan yang diminta di sini. Pilih yang sesuai atau unggah.")
    if any(row.withdrawn_at is not None for row in of_its_kind):
        return N_("Dokumen ini sudah ditarik dari dompet Anda. Unggah yang berlaku.")
    return N_("Masa berlaku dokumen ini sudah lewat. Unggah yang baru.")


def purpose_of(definition: Definition, requirement: str, *, added: bool = False) -> str:
    """What a document is used for, in the words that people agree to; or that it was `added`, which nobody has."""
    titles = {one.key: str(one.title) for one in definition.documents}
    text = (ADDED if added else PURPOSE).format(document=titles[requirement], service=definition.title)
    return text if len(text) <= LONGEST_PURPOSE else f"{text[: LONGEST_PURPOSE - 1]}…"


async def record_reuse(application_id: UUID, definition: Definition, papers: Papers, *, at: datetime) -> None:
    """Write down what was reused and for what (UU 27/2022 Ps 22, 31), in the transaction at hand.

    The purpose tells what was added by itself from what somebody agreed to.
    """
    if papers.reused:
        added = {(key, row.document.id) for key, rows in papers.automatic.items() for row in rows}
        await tables.Reuse.bulk_create(
            (
                tables.Reuse(
                    application_id=application_id,
                    document_id=id,
                    requirement=key,
                    purpose=purpose_of(definition, key, added=(key, id) in added),
                    agreed_at=at,
                )
                for key, id in dict.fromkeys(papers.reused)
            ),
            ignore_conflicts=True,
        )
