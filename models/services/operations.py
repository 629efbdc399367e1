"""Publishing services."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.accounts.queries import staff
from models.agencies.queries import agencies_by_code
from models.kit.errors import Conflict, InvalidInput, Problem, ProblemCode
from models.kit.idempotency import fingerprint
from models.kit.text import N_
from models.kit.transactions import unit_of_work
from models.services import queries, tables
from models.services.catalogue import faults_in
from models.services.codes import TEXTS, Fault
from models.services.definition import Definition
from models.services.lint import lint_in_place
from models.services.reading import read_definition
from models.services.rules.duties import KINDS
from models.services.rules.staffing import Office


class CodeTaken(Conflict):
    """Another service has this prefix of numbers."""

    message = N_("Kode {code} sudah dipakai layanan {slug}; pilih kode lain.")


class UnknownAgency(Conflict):
    """A step, or the whole service, is given to an agency that does not exist."""

    message = N_("Layanan {slug} menunjuk instansi yang tidak dikenal: {agencies}.")


class UnsoundDefinition(InvalidInput):
    """The linter finds faults in it; each is a problem at its place, with the linter's code among the facts."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*(_problem(fault) for fault in faults))


def _problem(fault: Fault) -> Problem:
    message, _ = TEXTS[fault.code]
    facts = {**fault.facts, "code": fault.code.value}
    return Problem(ProblemCode.INVALID, tuple(str(part) for part in fault.where), message, facts)


async def publish(source: Mapping[str, Any], *, at: datetime) -> int:
    """Publish a definition as a new version and answer its number; the same content again changes nothing.

    Raises UnsoundDefinition with everything that the linter finds, also about who works where, and CodeTaken or
    UnknownAgency where it does not fit what the regency has.
    """
    if faults := faults_in(source):
        raise UnsoundDefinition(faults)
    definition, digest = read_definition(source), fingerprint(source)
    newest = await queries.published(definition.slug)
    if newest is not None and newest[1] == digest:
        return newest[0]
    await _must_fit(source, definition)
    async with unit_of_work():
        service, _ = await tables.Service.get_or_create(
            slug=definition.slug,
            defaults={"code": definition.code, "title": definition.title.id, "version": 0},
        )
        service = await tables.Service.select_for_update().get(id=service.id)
        stored = await tables.ServiceVersion.get_or_none(service_id=service.id, number=service.version)
        if stored is not None and stored.digest == digest:
            return stored.number  # somebody else has published the same meanwhile
        number = service.version + 1
        await tables.ServiceVersion.create(
            service_id=service.id, number=number, definition=dict(source), digest=digest, published_at=at
        )
        await tables.Service.filter(id=service.id).update(version=number, title=definition.title.id)
        return number


async def _must_fit(source: Mapping[str, Any], definition: Definition) -> None:
    other = await tables.Service.filter(code=definition.code).exclude(slug=definition.slug).first()
    if other is not None:
        raise CodeTaken("code", code=definition.code, slug=other.slug)
    named = {definition.issuer, *(step.agency for step in definition.steps if step.agency)}
    named |= {code for register in definition.registers for code in register.asked_by} - KINDS
    unknown = named - set(await agencies_by_code(named))
    if unknown:
        raise UnknownAgency("steps", slug=definition.slug, agencies=", ".join(sorted(unknown)))
    offices = {row.code: Office(row.kind, row.region_code, row.officers, row.heads) for row in await staff()}
    if faults := lint_in_place(source, offices):
        raise UnsoundDefinition(faults)
