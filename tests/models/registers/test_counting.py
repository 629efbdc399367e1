"""At most three practice permits at a time (Permenkes 13/2025 Ps 147-150): a robot counts them before it says yes."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.applications.tables import Event
from models.checks.operations import ask_again, run_check
from models.permits.tables import Permit
from models.registers.answers import CAUTION, RegisterAnswer
from models.registers.queries import questions_of
from models.services.operations import publish
from tests.models.registers.test_asking import ASKER, OWNER, ask, checking, holding, register, second_phone
from tests.sampling import Sample, samples
from tests.services import submit
from tests.story import Story
from tests.walker import apply, walk

SIP = {sample.name: sample for sample in samples("sip-tenaga-kesehatan")}
COUNTED = OWNER | {"registers": [register("how-many", "valid-permit", "count", "dishub")]}


def at(place: str, **answers: str) -> Sample:
    """An application for a permit at one more place."""
    like = SIP[place]
    return Sample(like.service, like.name, {**like.answers, **answers}, like.documents)


async def checked(story: Story, application: UUID, step: str) -> tuple[str, list[str]]:
    """What the machine of a step finds, and what it shows an officer."""
    task = await story.task(application, step)
    finding = await run_check(task.id, at=story.at(), regency=story.regency)
    assert finding is not None
    return finding.outcome.value, list(finding.detail)


@pytest.mark.usefixtures("outside")
async def test_a_fourth_place_goes_to_an_officer_who_sees_how_many_there_are(story: Story) -> None:
    for place in ("plain", "second-place", "third-place"):
        sent = await apply(story, SIP[place])
        assert await walk(story, sent.id) == "ISSUED"
        assert {e.data["outcome"] for e in await Event.filter(application_id=sent.id, kind="checked")} == {
            "match"
        }

    fourth = await apply(story, at("third-place", practice_name="Klinik Keempat"))
    asked = "sip-tenaga-kesehatan/holds-valid"
    too_many = ("mismatch", [asked, "ada 3, paling banyak 2"])
    assert await checked(story, fourth.id, "earlier-permits") == too_many
    officer = await story.officer("dinkes")
    (question,) = (await questions_of([fourth.id], by=officer))[fourth.id]
    assert (question.detail or "").startswith("Ada 3, di antaranya Nomor 503/")
    renewal = await apply(story, SIP["renewal"])
    assert await checked(story, renewal.id, "renewed-permits") == too_many, "it may be for a fourth place"

    last = await Permit.all().order_by("-issued_at").first()
    assert last is not None
    revoked = {"revoked_at": story.now, "revoked_by": "Kepala", "revoked_reason": "Tempat praktik tutup"}
    await Permit.filter(id=last.id).update(**revoked)
    for id, step in ((fourth.id, "earlier-permits"), (renewal.id, "renewed-permits")):
        task = await story.task(id, step)
        await ask_again(task.id, by=officer, at=story.at(), regency=story.regency)
        assert await checked(story, id, step) == ("match", []), "a place is free again"


async def test_a_register_tells_how_many_as_its_owner_allows(story: Story) -> None:
    await publish(COUNTED, at=story.at())
    asking = (await submit(story, ASKER)).id
    assert await ask(story, asking, "izin-lama/how-many") == RegisterAnswer(False, count=0)
    for count in (1, 2):
        sent = await submit(story, COUNTED)
        await story.decide(sent.id, "decision", "dpmptsp")
        await story.sign(sent.id, key=sent.number)
        assert await ask(story, asking, "izin-lama/how-many") == RegisterAnswer(
            True, f"Ada {count}", count=count
        )
    story.now += timedelta(days=367)
    assert await ask(story, asking, "izin-lama/how-many") == RegisterAnswer(False, count=0)


@pytest.mark.parametrize(("held", "outcome"), [(0, "match"), (1, "match"), (2, "mismatch")])
async def test_no_more_than_expected_passes(story: Story, held: int, outcome: str) -> None:
    await publish(OWNER, at=story.at())
    for _ in range(held):
        await holding(story)
    sent = await submit(story, checking(register="izin-lama/shows", expects_at_most=1))
    assert (await checked(story, sent.id, "check"))[0] == outcome


async def test_a_robot_does_not_count_the_permits_of_somebody_with_a_second_phone(story: Story) -> None:
    await holding(story)
    await second_phone(story)
    sent = await submit(story, checking(register="izin-lama/shows", expects_at_most=3))
    assert await checked(story, sent.id, "check") == ("no-answer", [])
    (question,) = (await questions_of([sent.id], by=await story.officer("dishub")))[sent.id]
    assert (question.detail or "").endswith(CAUTION)
