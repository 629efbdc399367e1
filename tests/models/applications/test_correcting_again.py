"""Once-only in a correction: what was accepted before is offered as a cure, the document found wanting is not."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest

from models.accounts.operations import introduce
from models.applications.operations.answering import Finding
from models.applications.operations.reusing import gather_papers
from models.applications.queries.once_only import once_only
from models.applications.queries.returned import returned_file
from models.applications.queries.uses import uses_of
from models.applications.states import Decision
from models.applications.tables import Application, Reuse
from models.calendar.workflow import months_after
from models.documents.keeping import withdraw_entry
from models.kit.errors import InvalidInput, NotFound, ProblemCode
from models.people.operations import IdentityDraft
from models.services.queries import service_versions
from tests.clock import TODAY
from tests.story import REKLAME, Story
from tests.wallet import BLURRED, SKU, attached, entry, found_wanting, sent_back, statement_issued

PHOTO = "business-photo"


async def offered(
    story: Story, application: UUID, *, today: date = TODAY, **answers: object
) -> Mapping[str, Sequence[UUID]]:
    """What the wallet offers for a correction with these answers, by requirement."""
    by = await story.citizen()
    returned = await returned_file(application, by=by)
    version = (await Application.get(id=application)).version_id
    definition = (await service_versions([version]))[version].definition
    papers = await gather_papers(
        definition,
        {**returned.answers, **answers},
        (),
        by=by,
        today=today,
        zone=story.regency.zone,
        returned=returned,
    )
    return {key: [row.document.id for row in rows] for key, rows in papers.offered.items()}


async def refused(story: Story, application: UUID, document: UUID) -> tuple[ProblemCode, str]:
    """Why a document is not taken as a cure, at its requirement and nowhere else."""
    with pytest.raises(InvalidInput) as problems:
        await story.correct(application, {}, (PHOTO, document))
    (problem,) = problems.value.problems
    assert problem.path == ("documents", PHOTO)
    assert set(await attached(application)) == {PHOTO}
    return problem.code, problem.message


async def test_a_photo_that_was_accepted_cures_the_finding_and_its_owner_reads_what_for(story: Story) -> None:
    await statement_issued(story)
    mine = (await entry(story, PHOTO)).document.id
    sent = await sent_back(story)
    assert await offered(story, sent.id) == {PHOTO: [mine]}
    await story.correct(sent.id, {}, (PHOTO, mine))

    assert await attached(sent.id, 2) == {PHOTO: mine}
    newest, *_ = (await uses_of([mine], by=await story.citizen()))[mine]
    purpose = "Memenuhi syarat “Foto tempat usaha” dalam permohonan Surat Keterangan Usaha."
    assert (newest.number, newest.purpose) == (sent.number, purpose)
    assert (await Reuse.all().get()).agreed_at == story.now
    (row, _) = await once_only(since=None)
    assert (row.applications, row.documents_asked, row.documents_known) == (2, 3, 1)


async def test_what_only_the_corrected_answers_ask_for_is_offered_too(story: Story) -> None:
    by = await story.citizen()
    papers = [(key, await story.document(by)) for key in ("site-photo", "design", "land-consent")]
    first = await story.submit(documents=papers, land_owner="other")
    await story.verify_all(first.id)
    await story.decide(first.id, "decision", "dpmptsp")
    await story.sign(first.id)

    second = await story.submit(text="Warung Kedua")
    owner = Finding(("answers", "land_owner"), "Tanahnya milik orang lain.")
    await story.decide(second.id, "construction", "dpupr", Decision.RETURN, findings=[owner])
    await story.decide(second.id, "tax", "bapenda")
    await story.decide(second.id, "public-order", "satpolpp")
    assert await offered(story, second.id) == {}
    consent = papers[2]
    assert await offered(story, second.id, land_owner="other") == {"land-consent": [consent[1]]}
    await story.correct(second.id, {"land_owner": "other"}, consent)
    assert (await attached(second.id, 2))["land-consent"] == consent[1]
    assert (await Reuse.all().get()).requirement == "land-consent"
    assert REKLAME["land_owner"] == "own"


async def test_the_document_found_wanting_is_no_cure_for_its_own_finding(story: Story) -> None:
    await statement_issued(story)
    mine = (await entry(story, PHOTO)).document.id
    sent = await sent_back(story, photo=mine)
    assert await offered(story, sent.id) == {}
    code, message = await refused(story, sent.id, mine)
    assert (code, "diminta diganti" in message) == (ProblemCode.INVALID, True)

    other = await story.document(await story.citizen(), colour="red")
    await story.correct(sent.id, {}, (PHOTO, other))
    await found_wanting(story, sent.id, BLURRED)
    assert await offered(story, sent.id) == {}, "nor in a later round"
    with pytest.raises(InvalidInput):
        await story.correct(sent.id, {}, (PHOTO, mine))


async def test_the_same_file_under_another_id_is_no_cure_but_may_be_uploaded_anew(story: Story) -> None:
    await statement_issued(story)
    mine = (await entry(story, PHOTO)).document.id
    by = await story.citizen()
    sent = await sent_back(story, photo=await story.document(by))
    assert await offered(story, sent.id) == {}
    assert (await refused(story, sent.id, mine))[0] is ProblemCode.INVALID
    await story.correct(sent.id, {}, (PHOTO, await story.document(by)))


async def test_an_older_photo_is_offered_when_the_newest_was_found_wanting(story: Story) -> None:
    await statement_issued(story)
    older = (await entry(story, PHOTO)).document.id
    newer = await story.document(await story.citizen(), colour="blue")
    await statement_issued(story, documents=[(PHOTO, newer)])
    sent = await sent_back(story, photo=newer)
    assert await offered(story, sent.id) == {PHOTO: [older]}


async def test_what_is_somebody_elses_of_another_kind_over_or_taken_back_is_refused_by_name(
    story: Story,
) -> None:
    await statement_issued(story)
    mine = await entry(story, PHOTO)
    sent = await sent_back(story)
    theirs = await story.document(await story.citizen(2))
    assert (await refused(story, sent.id, theirs))[0] is ProblemCode.NOT_FOUND
    statement = (await entry(story, SKU)).document.id
    with pytest.raises(InvalidInput) as problems:
        await story.correct(sent.id, {}, (PHOTO, statement))
    assert {problem.path for problem in problems.value.problems} == {("documents", PHOTO)}
    await withdraw_entry(mine.id, by=await story.citizen(), at=story.at())
    assert "sudah ditarik" in (await refused(story, sent.id, mine.document.id))[1]
    assert await offered(story, sent.id) == {}


async def test_a_photo_that_is_too_old_by_now_is_neither_offered_nor_taken(story: Story) -> None:
    await statement_issued(story)
    mine = (await entry(story, PHOTO)).document.id
    story.now += timedelta(days=364)
    sent = await sent_back(story)
    assert await offered(story, sent.id, today=months_after(TODAY, 12) + timedelta(days=2)) == {}
    story.now += timedelta(days=1)
    assert "sudah lewat" in (await refused(story, sent.id, mine))[1]


async def test_a_daughter_with_her_mothers_phone_is_offered_nothing_for_her_mothers_file(
    story: Story,
) -> None:
    sent = await sent_back(story)
    daughter = IdentityDraft("9908015708450001", "Siti Contoh", "Dusun Krajan", "2", "1", "33.08.01.2001")
    await introduce(daughter, by=await story.citizen(), at=story.at(), regency=story.regency)
    blue = await story.document(await story.citizen(), colour="blue")
    await statement_issued(story, documents=[(PHOTO, blue)])
    assert await offered(story, sent.id) == {}


async def test_nobody_reads_what_may_be_corrected_in_a_file_of_somebody_else(story: Story) -> None:
    sent = await sent_back(story)
    with pytest.raises(NotFound):
        await returned_file(sent.id, by=await story.citizen(2))
