"""A step moves to another agency when that one accepts it, with the clock that it has."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.agencies.queries import agencies_by_code
from models.applications import tables
from models.applications.errors import (
    AgencyNotNamed,
    AgencyUnknown,
    EventNotAllowed,
    OfferGone,
    OtherCompetence,
    TaskNotFound,
)
from models.applications.operations.answering import Finding
from models.applications.queries.applications import applications_by_id
from models.applications.queries.contents import events_of
from models.applications.queries.transfers import gone_task, offers_to, own_offer, steps_to_direct
from models.applications.states import Decision, EventKind
from models.kit.errors import InvalidInput
from models.messages.queries import messages_of
from tests.story import Story
from tests.transfers import WHY, accept, decline, direct, offer, withdraw


async def offered(story: Story, officer: str) -> list[str]:
    """The steps on an officer's desk that another agency would give away."""
    page = await offers_to(await story.officer(officer), first=20, after=None, now=story.now)
    return [row.step for row in page.rows]


async def code_of(task: tables.Task) -> str:
    return (await tables.Task.get(id=task.id).select_related("agency")).agency.code  # type: ignore[no-any-return]


async def told(story: Story, officer: str) -> list[str]:
    """What an officer was told, newest first."""
    rows = await messages_of(await story.officer(officer), vault=story.regency.vault, most=9)
    return [row.text for row in rows]


async def test_a_late_step_stays_with_its_owner_until_it_is_accepted_and_late_afterwards(
    story: Story,
) -> None:
    sent = await story.submit()
    before = await story.task(sent.id, "construction")
    assert before.due_at is not None
    story.now = before.due_at + timedelta(days=1)
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    asked = await story.task(sent.id, "construction")
    assert (asked.agency_id, asked.due_at, asked.offer_reason) == (before.agency_id, before.due_at, WHY)
    assert await offered(story, "dishub") == ["construction"]

    await accept(story, sent.id, "construction", "dishub")

    after = await story.task(sent.id, "construction")
    assert (await code_of(after), after.opened_at, after.due_at) == (
        "dishub",
        before.opened_at,
        before.due_at,
    )
    assert await tables.Task.filter(id=after.id, offered_to_id=None, offer_reason=None, state="OPEN").exists()
    alerts = await tables.Event.filter(application_id=sent.id, kind="escalated", step="construction")
    assert [row.data["level"] for row in alerts] == [50, 80, 100]  # none was sent a second time
    with pytest.raises(TaskNotFound):
        await story.decide(sent.id, "construction", "dpupr")
    await story.decide(sent.id, "construction", "dishub")


async def test_alerts_after_the_move_go_to_the_new_owner(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await accept(story, sent.id, "construction", "dishub")
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    await story.sleep(sent.id)
    assert any("Setengah waktu" in text for text in await told(story, "dishub"))
    assert not any("Setengah waktu" in text for text in await told(story, "dpupr"))


async def test_the_owner_may_answer_meanwhile_and_the_offer_is_void(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await story.decide(sent.id, "construction", "dpupr")
    assert await offered(story, "dishub") == []
    with pytest.raises(OfferGone):
        await accept(story, sent.id, "construction", "dishub")


async def test_what_the_definition_does_not_name_goes_by_the_secretariat_alone(story: Story) -> None:
    sent = await story.submit()
    with pytest.raises(AgencyNotNamed):
        await offer(story, sent.id, "construction", "dpupr", "dinkes")
    with pytest.raises(AgencyNotNamed):
        await offer(story, sent.id, "construction", "dpupr", "rt-ngargoretno")
    with pytest.raises(TaskNotFound):
        await direct(story, sent.id, "construction", "dinkes", by="dpupr")

    await offer(story, sent.id, "construction", "dpupr", "setda")
    assert await offered(story, "setda") == ["construction"]
    with pytest.raises(EventNotAllowed):
        await accept(story, sent.id, "construction", "setda")  # who is asked to find somebody takes nothing
    await direct(story, sent.id, "construction", "dlh")
    assert (await offered(story, "setda"), await offered(story, "dlh")) == ([], ["construction"])
    await accept(story, sent.id, "construction", "dlh")
    await story.decide(sent.id, "construction", "dlh")


async def test_the_secretariat_sends_no_file_of_an_office_to_an_rt_nor_to_itself(story: Story) -> None:
    sent = await story.submit()
    for receiver in ("rt-ngargoretno", "setda"):
        with pytest.raises(OtherCompetence):
            await direct(story, sent.id, "tax", receiver)
    with pytest.raises(AgencyUnknown):
        await direct(story, sent.id, "tax", "desa")  # stands for a village, and nobody works there


async def test_a_step_is_not_sent_nowhere_nor_without_a_reason(story: Story) -> None:
    sent = await story.submit()
    for nowhere in ("tidak-ada", "dpupr"):
        with pytest.raises(AgencyUnknown):
            await offer(story, sent.id, "construction", "dpupr", nowhere)
    for empty in (" ", "x" * 2001, "a\0b"):
        with pytest.raises(InvalidInput):
            await offer(story, sent.id, "construction", "dpupr", "dishub", reason=empty)
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    with pytest.raises(InvalidInput):
        await decline(story, sent.id, "construction", "dishub", " ")


async def test_who_is_not_offered_anything_takes_nothing(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    for stranger in ("satpolpp", "dpupr", "rt-ngargoretno"):
        with pytest.raises(TaskNotFound):
            await accept(story, sent.id, "construction", stranger)
        with pytest.raises(TaskNotFound):
            await decline(story, sent.id, "construction", stranger)
    with pytest.raises(TaskNotFound):
        await withdraw(story, sent.id, "construction", "dishub")


async def test_a_declined_step_stays_and_its_owner_reads_why(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await decline(story, sent.id, "construction", "dishub", "Ini jalan kabupaten.")
    assert "Ini jalan kabupaten." in (await told(story, "dpupr"))[0]
    assert (await story.task(sent.id, "construction")).offered_to_id is None
    await direct(story, sent.id, "construction", "dlh")
    await decline(story, sent.id, "construction", "dlh", "Bukan limbah.")
    assert "Bukan limbah." in (await told(story, "setda"))[0]
    await story.decide(sent.id, "construction", "dpupr")


async def test_whoever_has_made_an_offer_takes_it_back(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await withdraw(story, sent.id, "construction", "dpupr")
    with pytest.raises(OfferGone):
        await accept(story, sent.id, "construction", "dishub")
    with pytest.raises(OfferGone):
        await withdraw(story, sent.id, "construction", "dpupr")
    await direct(story, sent.id, "construction", "dlh")
    with pytest.raises(TaskNotFound):
        await withdraw(story, sent.id, "construction", "dpupr")
    await withdraw(story, sent.id, "construction", "setda")
    assert await offered(story, "dlh") == []


async def test_a_step_may_go_back_to_whom_the_definition_names(story: Story) -> None:
    sent = await story.submit()
    await direct(story, sent.id, "construction", "dlh")
    await accept(story, sent.id, "construction", "dlh")
    await offer(story, sent.id, "construction", "dlh", "dpupr")
    await accept(story, sent.id, "construction", "dpupr")
    await story.decide(sent.id, "construction", "dpupr")


async def test_a_receiver_begins_with_clean_hands(story: Story) -> None:
    sent = await story.submit()
    finding = Finding(("answers", "width"), "Lebar di foto tampak 3 meter.")
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[finding])
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    await story.correct(sent.id, {"width": 3})
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await accept(story, sent.id, "construction", "dishub")
    other = Finding(("answers", "location"), "Tulis patokannya.")
    await story.decide(sent.id, "construction", "dishub", Decision.RETURN, findings=[other])


async def test_an_offer_opens_nothing_of_the_file(story: Story) -> None:
    sent = await story.submit()
    await direct(story, sent.id, "construction", "dlh")
    receiver = await story.officer("dlh")
    assert await applications_by_id([sent.id], by=receiver) == {}
    await accept(story, sent.id, "construction", "dlh")
    opened = (await applications_by_id([sent.id], by=receiver))[sent.id]
    assert opened.own_steps == ["construction"]


async def test_the_sender_reads_where_it_went_and_sees_no_more_of_it(story: Story) -> None:
    sent = await story.submit()
    task, sender = await story.task(sent.id, "construction"), await story.officer("dpupr")
    assert await gone_task(task.id, by=sender) is None
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    mine = await own_offer(task.id, by=sender)
    assert mine is not None
    assert mine.reason == WHY
    await accept(story, sent.id, "construction", "dishub")
    gone = await gone_task(task.id, by=sender)
    dishub = (await agencies_by_code(["dishub"]))["dishub"]
    assert gone is not None
    assert (gone.agency_id, gone.reason, gone.number) == (dishub.id, WHY, sent.number)
    assert await applications_by_id([sent.id], by=sender) == {}
    for stranger in ("dlh", "dishub", "satpolpp"):
        assert await gone_task(task.id, by=await story.officer(stranger)) is None


async def reasons_read(story: Story, application: UUID, *officers: str) -> list[list[str]]:
    """The reasons of moves that each of these reads in the history."""
    readers = [await story.citizen(), *[await story.officer(name) for name in officers]]
    histories = [(await events_of([application], by=reader))[application] for reader in readers]
    return [[row.facts["reason"] for row in rows if "reason" in row.facts] for rows in histories]


async def test_the_applicant_and_the_receiver_read_why_and_other_agencies_that(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await accept(story, sent.id, "construction", "dishub")
    assert await reasons_read(story, sent.id, "dishub", "satpolpp") == [[WHY, WHY], [WHY, WHY], []]


async def test_the_secretariat_finds_the_open_steps_of_a_number_and_nobody_else_does(story: Story) -> None:
    sent = await story.submit(kind="neon-box", npwpd="P.2.0000001.01.01")
    rows = await steps_to_direct(sent.number.lower(), by=await story.officer("setda"))
    assert {row.step for row in rows} == {
        "tax",
        "construction",
        "public-order",
    }  # not what machines have in hand
    for stranger in ("dpmptsp", "bapenda", "kadis-dpmptsp"):
        assert await steps_to_direct(sent.number, by=await story.officer(stranger)) == []


async def test_histories_that_hold_the_earlier_kind_of_move_are_told_to_both_agencies(story: Story) -> None:
    sent = await story.submit()
    task, dishub = await story.task(sent.id, "construction"), (await agencies_by_code(["dishub"]))["dishub"]
    data = {"agency": dishub.id.hex, "from": task.agency_id.hex, "reason": "Wewenang provinsi."}
    await tables.Event.create(
        application_id=sent.id,
        sequence=2,
        kind=EventKind.REROUTED.value,
        at=story.at(),
        step="construction",
        actor_kind="officer",
        actor_name="x",
        data=data,
    )
    await tables.Task.filter(id=task.id).update(agency_id=dishub.id)
    assert await reasons_read(story, sent.id, "dishub", "satpolpp") == [[], ["Wewenang provinsi."], []]
    gone = await gone_task(task.id, by=await story.officer("dpupr"))
    assert gone is not None
    assert gone.reason == "Wewenang provinsi."
