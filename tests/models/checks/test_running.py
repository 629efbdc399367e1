"""A machine asks in place of an officer, and what comes of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from models.applications.operations.answering import Finding
from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.applications.queries.contents import events_of
from models.applications.queries.tasks import tasks_of
from models.applications.states import Decision, Outcome
from models.applications.tables import Application, Event, Task
from models.checks.operations import Overtaken, run_check
from models.checks.queries import checks_of
from models.kit.ports import PopulationAnswer, PopulationQuestion
from models.people.queries import nik_of, people_by_id
from models.people.tables import Person
from tests.conftest import Queries
from tests.outside import Outside
from tests.sampling import samples
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story
from tests.walker import apply


def asking(ask: str, agency: str = "disdukcapil") -> dict[str, Any]:
    check = step("check", "check", agency, check={"ask": ask}, sees_identity=True)
    return made_up(check, *decided_and_signed("check"))


async def run(story: Story, application: UUID) -> Task:
    task = await story.task(application, "check")
    await run_check(task.id, at=story.at(), regency=story.regency)
    return await story.task(application, "check")


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("ask", ["population", "tax", "duplicate"])
async def test_a_match_finishes_the_step_and_says_that_a_robot_did(story: Story, ask: str) -> None:
    sent = await submit(story, asking(ask))
    assert (await story.task(sent.id, "check")).role == "machine"
    task = await run(story, sent.id)
    assert (task.state, task.outcome, task.lane, task.decided_by) == ("DONE", "match", "robot", "Sistem")
    assert task.role == "machine"
    event = await Event.get(application_id=sent.id, kind="checked")
    assert (event.actor_kind, event.actor_id) == ("system", None)
    assert (await story.task(sent.id, "decision")).state == "OPEN"


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize(
    ("ask", "person", "answers", "detail"),
    [
        ("population", {"name": "Orang Lain Sama Sekali"}, {}, ["name"]),
        ("population", {"village_code": "33.08.01.2002", "rt": "007"}, {}, ["rt", "village"]),
        ("tax", {}, {"npwpd": "P.2.0001.01.009"}, ["reklame"]),
        ("tax", {}, {"npwpd": "P.2.0001.01.0000"}, ["npwpd"]),
    ],
)
async def test_a_mismatch_goes_to_an_officer_with_names_and_no_values(
    story: Story, ask: str, person: Mapping[str, str], answers: Mapping[str, Any], detail: list[str]
) -> None:
    if person:
        await Person.all().update(**person)
    sent = await submit(story, asking(ask), **answers)
    task = await run(story, sent.id)
    assert (task.state, task.outcome, task.role) == ("OPEN", "mismatch", "officer")
    event = await Event.get(application_id=sent.id, kind="checked")
    assert event.data == {"outcome": "mismatch", "detail": detail, "lane": "robot"}

    [seen] = (await checks_of([sent.id], by=await story.officer("disdukcapil")))[sent.id]
    assert (seen.outcome, seen.detail) == (Outcome.MISMATCH, detail)
    [told] = (await checks_of([sent.id], by=await story.citizen()))[sent.id]
    assert told.detail == []
    assert (await checks_of([sent.id], by=await story.officer("dishub")))[sent.id] == []

    await story.decide(sent.id, "check", "disdukcapil")
    task = await story.task(sent.id, "check")
    assert (task.state, task.lane, task.decided_by) == ("DONE", "desk", "Lestari Contoh, S.Kom.")


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize(
    ("birth_date", "outcome", "detail"),
    [("1984-07-01", "match", []), ("1983-07-01", "mismatch", ["birth-date"])],
)
async def test_who_tells_another_birth_date_than_the_registry_has_is_looked_at(
    story: Story, birth_date: str, outcome: str, detail: list[str]
) -> None:
    plain = next(samples("dispensasi-nikah"))
    sent = await apply(story, replace(plain, answers={**plain.answers, "birth_date": birth_date}))
    await run_check((await story.task(sent.id, "population")).id, at=story.at(), regency=story.regency)
    event = await Event.get(application_id=sent.id, kind="checked", step="population")
    assert (event.data["outcome"], event.data["detail"]) == (outcome, detail)


async def test_a_birth_date_that_the_step_may_not_see_is_not_sent(story: Story, monkeypatch: Any) -> None:
    asked: list[PopulationQuestion] = []

    async def verify(self: object, question: PopulationQuestion) -> PopulationAnswer:
        asked.append(question)
        return PopulationAnswer(alike=frozenset(), differing=frozenset())

    monkeypatch.setattr(type(story.regency.population), "verify", verify)
    source = asking("population")
    source["form"]["properties"]["birth_date"] = {
        "type": "string",
        "format": "date",
        "maxLength": 10,
        "title": "lahir",
        "x-en": {"title": "born"},
    }
    source["sections"][0]["fields"].append("birth_date")
    for fields in ([], ["birth_date"]):
        source["steps"][0]["sees"] = {"fields": fields, "documents": []}
        await run(story, (await submit(story, source, birth_date="1984-07-01")).id)
    assert [question.birth_date for question in asked] == [None, date(1984, 7, 1)]


@pytest.mark.parametrize("trouble", ["down:reset", "down:503", "garbage:html", "garbage:wrong-types"])
@pytest.mark.parametrize("ask", ["population", "tax"])
async def test_outage_and_nonsense_count_as_no_answer_and_an_officer_looks(
    story: Story, outside: Outside, ask: str, trouble: str
) -> None:
    outside.trouble(**{ask: trouble})
    sent = await submit(story, asking(ask))
    task = await run(story, sent.id)
    assert (task.state, task.outcome, task.role) == ("OPEN", "no-answer", "officer")
    assert outside.asked(ask) > 0


async def test_running_twice_even_at_once_leaves_one_outcome(story: Story, outside: Outside) -> None:
    outside.trouble(population="garbage:list")
    sent = await submit(story, asking("population"))
    task = await story.task(sent.id, "check")
    both = (run_check(task.id, at=story.at(), regency=story.regency) for _ in range(2))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert await Event.filter(application_id=sent.id, kind="checked").count() == 1, outcomes

    asked = outside.asked("population")
    assert await run_check(task.id, at=story.at(), regency=story.regency) is None
    assert outside.asked("population") == asked


async def test_nobody_is_asked_about_an_application_that_has_ended(story: Story, outside: Outside) -> None:
    sent = await submit(story, asking("population"))
    withdrawal = Withdrawal(sent.id, "", "back")
    await withdraw_application(withdrawal, by=await story.citizen(), at=story.at(), regency=story.regency)
    asked = outside.asked("population")
    assert (await run(story, sent.id)).state == "CANCELLED"
    assert outside.asked("population") == asked


class Slow:
    """A registry that takes so long that the file has changed before it answers."""

    def __init__(self, story: Story, application: UUID) -> None:
        self.story = story
        self.application = application

    async def verify(self, question: PopulationQuestion) -> PopulationAnswer:
        answers = {"business_name": "Warung Sederhana", "npwpd": "P.2.0001.01.002", "size": 12}
        await self.story.correct(self.application, answers)
        return PopulationAnswer(frozenset(), frozenset())


@pytest.mark.usefixtures("outside")
async def test_an_answer_about_what_the_citizen_has_changed_since_is_thrown_away(story: Story) -> None:
    check = step("check", "check", "disdukcapil", check={"ask": "population"}, sees_identity=True)
    steps = [check, step("place", "verify", "dpupr"), *decided_and_signed("check", "place")]
    sent = await submit(story, made_up(*steps))
    wanting = Finding(("answers", "npwpd"), "Nomor ini milik usaha lain.")
    await story.decide(sent.id, "place", "dpupr", Decision.RETURN, findings=[wanting])
    while (await Event.filter(application_id=sent.id, kind="findings-released").count()) == 0:
        await story.sleep(sent.id)

    task = await story.task(sent.id, "check")
    slow = replace(story.regency, population=Slow(story, sent.id))
    with pytest.raises(Overtaken):
        await run_check(task.id, at=story.at(), regency=slow)
    assert await Event.filter(application_id=sent.id, kind="checked").count() == 0
    assert (await run(story, sent.id)).outcome == "match"


@pytest.mark.usefixtures("outside")
async def test_another_application_that_says_the_same_is_named(story: Story) -> None:
    source = asking("duplicate", "dpmptsp")
    source["steps"][0]["sees"] = {"fields": ["business_name", "size"], "documents": []}
    source["steps"][1]["other_officer_than"] = ["check"]
    first = await submit(story, source)
    assert (await run(story, first.id)).outcome == "match"
    assert (await run(story, (await submit(story, source, size=13)).id)).outcome == "match"
    assert (await run(story, (await submit(story, source, by=await story.citizen(2))).id)).outcome == "match"

    second = await submit(story, source, npwpd="P.2.0001.01.777")
    assert (await run(story, second.id)).outcome == "mismatch"
    event = await Event.get(application_id=second.id, kind="checked")
    assert event.data["detail"] == [first.number]

    for sent in (first, second):
        withdrawal = Withdrawal(sent.id, "", sent.number)
        await withdraw_application(withdrawal, by=await story.citizen(), at=story.at(), regency=story.regency)
    assert (await run(story, (await submit(story, source)).id)).outcome == "match"


@pytest.mark.usefixtures("outside")
async def test_no_other_application_is_no_answer_where_the_person_has_a_second_phone(story: Story) -> None:
    mine = (await Application.get(id=(await submit(story, asking("duplicate"))).id)).person_id
    await Person.filter(id=mine).update(notes=["nik-known-elsewhere"])
    sent = await submit(story, asking("duplicate"), size=13)
    task = await run(story, sent.id)
    assert (task.outcome, task.role) == ("no-answer", "officer")
    assert (await run(story, (await submit(story, asking("duplicate"), size=13)).id)).outcome == "mismatch"


@pytest.mark.usefixtures("outside")
async def test_nothing_of_a_person_is_written_down(story: Story) -> None:
    await Person.all().update(name="Orang Lain Sama Sekali")
    sent = await submit(story, asking("population"))
    await run(story, sent.id)
    account = await story.citizen()
    events = str([event.data for event in await Event.filter(kind="checked")])
    people = await people_by_id([person.id for person in await Person.all()])
    assert account.name not in events
    assert not any(nik_of(person, story.regency.vault) in events for person in people.values())


async def test_many_applications_are_looked_up_in_one_statement(story: Story, queries: Queries) -> None:
    sent = [(await submit(story, asking("duplicate"))).id for _ in range(3)]
    for id in sent:
        await run(story, id)
    by = await story.officer("disdukcapil")
    queries.forget()
    found = await checks_of(sent, by=by)
    assert queries.count == 1
    assert all(found.values())


@pytest.mark.usefixtures("outside")
async def test_what_a_machine_found_is_for_its_agency_and_for_those_who_come_after(story: Story) -> None:
    check = step("check", "check", "bapenda", check={"ask": "tax"}, sees_identity=True)
    steps = [check, step("place", "verify", "dpupr"), *decided_and_signed("check", "place")]
    sent = await submit(story, made_up(*steps), npwpd="P.2.0001.01.009")
    await run(story, sent.id)

    async def seen(officer: str) -> tuple[object, ...]:
        by = await story.officer(officer)
        [task] = [task for task in (await tasks_of([sent.id], by=by))[sent.id] if task.step == "check"]
        [event] = [event for event in (await events_of([sent.id], by=by))[sent.id] if event.kind == "checked"]
        found = (await checks_of([sent.id], by=by))[sent.id]
        return task.outcome, task.reason, event.facts.get("outcome"), [row.outcome for row in found]

    mismatch = ("mismatch", None, "mismatch", ["mismatch"])
    assert (await seen("bapenda"), await seen("dpupr")) == (mismatch, (None, None, None, []))
    await story.decide(sent.id, "check", "bapenda", reason="Tunggakan sudah diangsur.")
    assert (await seen("dpupr"))[1] is None
    assert (await seen("dpmptsp"))[:2] == (None, None), "the decision is not open yet"
    await story.decide(sent.id, "place", "dpupr")
    assert (await seen("dpmptsp"))[:2] == ("mismatch", "Tunggakan sudah diangsur.")
    assert (await seen("dpupr"))[0] is None
