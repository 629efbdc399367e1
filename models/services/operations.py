"""Publishing services."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.accounts.queries import staff
from models.kit.errors import Conflict, InvalidInput, Problem, ProblemCode
from models.kit.idempotency import fingerprint
from models.kit.text import N_
from models.kit.transactions import one_at_a_time, unit_of_work
from models.services import queries, tables
from models.services.catalogue import faults_in, faults_together
from models.services.codes import TEXTS, Code, Fault
from models.services.queries import Newest
from models.services.reading import read_definition
from models.services.rules.staffing import Office, Offices

Source = Mapping[str, Any]
"""A definition as it stands in its file."""


_OF_REGISTERS = frozenset({Code.UNKNOWN_REGISTER, Code.REGISTER_CLOSED, Code.REGISTER_UNCOUNTED})


class CodeChanged(Conflict):
    """A published service comes with another prefix of numbers, which people hold in their hands."""

    message = N_(
        "Kode layanan {slug} tetap {old}: nomor yang sudah beredar memakainya. Kembalikan dari {new}."
    )


class RegisterInUse(Conflict):
    """A register is taken away, shut, or answers less, although another published service asks it."""

    message = N_("Layanan {slug} masih menanyakan register {register}; terbitkan keduanya bersama-sama.")


class UnsoundDefinition(InvalidInput):
    """The linter finds faults; each is a problem at its place, with the linter's code and the service among the facts.

    `faults` say in which of the sources that were to be published each was found.
    """

    def __init__(self, sources: Sequence[Source], faults: Sequence[tuple[int, Fault]]) -> None:
        super().__init__(*(_problem(sources[place], fault) for place, fault in faults))
        self.faults = faults


def _problem(source: Source, fault: Fault) -> Problem:
    message, _ = TEXTS[fault.code]
    facts = {"service": source.get("slug"), **fault.facts, "code": fault.code.value}
    return Problem(ProblemCode.INVALID, tuple(str(part) for part in fault.where), message, facts)


async def publish(source: Source, *, at: datetime) -> int:
    """Publish a definition as a new version and answer its number; the same content again changes nothing.

    Raises what `publish_all` raises.
    """
    return (await publish_all([source], at=at))[0]


async def publish_all(sources: Sequence[Source], *, at: datetime) -> list[int]:
    """Publish definitions that may lean on one another, all or none, and answer the number of each one's version.

    What is published already in these words is neither linted nor published again: then it takes a fixed number of
    statements. The others are linted alone, who works where included, with one another, and with all that is
    published. Raises UnsoundDefinition with everything that the linter finds, CodeChanged, and RegisterInUse.
    """
    digests = [fingerprint(source) for source in sources]
    async with unit_of_work():
        await one_at_a_time("publishing")
        newest = await queries.newest_versions()
        fresh = {
            place: source
            for place, source in enumerate(sources)
            if not _is_published(source, digests[place], newest)
        }
        if fresh:
            await _must_be_sound(sources, list(fresh), newest)
        published = {place: await _store(source, digests[place], at=at) for place, source in fresh.items()}
    return [published.get(place) or newest[source["slug"]].number for place, source in enumerate(sources)]


def _is_published(source: Source, digest: str, newest: Mapping[str, Newest]) -> bool:
    return any(digest == version.digest for slug, version in newest.items() if slug == source.get("slug"))


async def _must_be_sound(
    sources: Sequence[Source], fresh: Sequence[int], newest: Mapping[str, Newest]
) -> None:
    people = await staff()
    offices = {
        row.code: Office(row.name, row.kind, row.region_code, row.officers, row.heads) for row in people
    }
    alone = [(place, fault) for place in fresh for fault in faults_in(sources[place], offices=offices)]
    if alone:
        raise UnsoundDefinition(sources, alone)
    drafts = [sources[place] for place in fresh]
    for draft in drafts:
        known = newest.get(draft["slug"])
        if known is not None and known.code != draft["code"]:
            raise CodeChanged("code", slug=draft["slug"], old=known.code, new=draft["code"])
    slugs = {draft["slug"] for draft in drafts}
    everything = await queries.published_sources()
    published = [source for source in everything if source["slug"] not in slugs]
    ours, theirs = faults_together(drafts, beside=published, offices=offices)
    if ours:
        raise UnsoundDefinition(sources, [(fresh[place], fault) for place, fault in ours])
    if theirs := [(slug, fault) for slug, fault in theirs if fault.code in _OF_REGISTERS]:
        _must_not_be_new(theirs, everything, offices)


def _must_not_be_new(faults: Sequence[tuple[str, Fault]], before: Sequence[Source], offices: Offices) -> None:
    """Raise RegisterInUse for what a published service lacks from now on; what it lacked before is not our doing."""
    _, known = faults_together([], beside=before, offices=offices)
    for slug, fault in faults:
        if (slug, fault) not in known:
            raise RegisterInUse("registers", slug=slug, register=fault.facts["register"])


async def _store(source: Source, digest: str, *, at: datetime) -> int:
    definition = read_definition(source)
    service, _ = await tables.Service.get_or_create(
        slug=definition.slug,
        defaults={"code": definition.code, "title": definition.title.id, "version": 0},
    )
    number = service.version + 1
    await tables.ServiceVersion.create(
        service_id=service.id, number=number, definition=dict(source), digest=digest, published_at=at
    )
    await tables.Service.filter(id=service.id).update(version=number, title=definition.title.id)
    return number
