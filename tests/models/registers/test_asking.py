"""One agency asks what another has decided: answered as the owner allows, and written down."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.accounts.tables import Account
from models.agencies.queries import agencies_by_code
from models.applications.errors import ApplicationNotFound
from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.applications.tables import Application, Event
from models.checks.asking import Case
from models.checks.asking import ask as put
from models.checks.operations import run_check
from models.checks.workflow import NO_ANSWER
from models.kit.actor import SYSTEM, Actor
from models.kit.errors import InvalidInput
from models.kit.text import Text
from models.people.operations import IdentityDraft, record_person
from models.people.tables import Person
from models.permits.tables import Permit
from models.registers.answers import CAUTION, RegisterAnswer
from models.registers.operations import MayNotAsk, Question, RegisterUnknown, ask_register
from models.registers.queries import questions_of, registers_for
from models.registers.tables import RegisterQuestion
from models.services.operations import publish
from models.services.queries import service
from tests.conftest import Queries
from tests.models.billing.till import SERVICE as TAXED
from tests.models.billing.till import issue_bill, notice, owing, tell
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story

PURPOSE = "Menilai tempat usaha yang dimohonkan."


def register(key: str, source: str, discloses: str, *asked_by: str) -> dict[str, Any]:
    question = {"id": f"Apakah {key}?", "en": f"Is it {key}?"}
    return {
        "key": key,
        "question": question,
        "source": source,
        "discloses": discloses,
        "asked_by": [*asked_by],
    }


OWNER = made_up(
    *decided_and_signed(),
    slug="izin-lama",
    code="LMA",
    registers=[
        register("holds", "valid-permit", "yes-no", "dishub", "village"),
        register("shows", "valid-permit", "detail", "dishub"),
    ],
)
OWED = TAXED | {
    "registers": [
        register("owes", "unpaid-bill", "yes-no", "dishub"),
        register("how-much", "unpaid-bill", "detail", "dishub"),
    ]
}
ASKER = made_up(
    step("traffic", "verify", "dishub"),
    step("order", "verify", "satpolpp"),
    *decided_and_signed("traffic", "order"),
    slug="izin-baru",
    code="BRU",
)


async def holding(story: Story, *, by: Actor | None = None) -> UUID:
    """A permit of the owner's service."""
    sent = await submit(story, OWNER, by=by)
    await story.decide(sent.id, "decision", "dpmptsp")
    await story.sign(sent.id, key=sent.number)
    return sent.id


async def second_phone(story: Story) -> None:
    """The second citizen's phone is the first one's too."""
    mine = await Person.get(id=(await Account.get(id=(await story.citizen()).account)).person_id)
    theirs = (await Account.get(id=(await story.citizen(2)).account)).person_id
    await Person.filter(id=theirs).update(nik_hash=mine.nik_hash, nik_sealed=mine.nik_sealed)


async def ask(
    story: Story, application: UUID, name: str, by: Actor | None = None, purpose: str = PURPOSE
) -> RegisterAnswer:
    question = Question(name, application, purpose)
    by = by or await story.officer("dishub")
    return await ask_register(question, by=by, at=story.at(), regency=story.regency)


@pytest.mark.monday
async def test_yes_or_no_and_detail_as_the_owner_allows(story: Story) -> None:
    await publish(OWNER, at=story.at())
    asking = (await submit(story, ASKER)).id
    assert await ask(story, asking, "izin-lama/holds") == RegisterAnswer(False)
    assert await ask(story, asking, "izin-lama/shows") == RegisterAnswer(False, count=0)
    await holding(story)
    assert await ask(story, asking, "izin-lama/holds") == RegisterAnswer(True)
    told = await ask(story, asking, "izin-lama/shows")
    permit = await Permit.get()
    assert told.answer
    assert told.detail == f"Nomor {permit.number}, berlaku sampai 23 November 2027"


@pytest.mark.monday
async def test_a_permit_of_somebody_else_or_no_longer_valid_is_none(story: Story) -> None:
    await holding(story, by=await story.citizen(2))
    asking = (await submit(story, ASKER)).id
    assert not (await ask(story, asking, "izin-lama/holds")).answer

    await holding(story)
    assert (await ask(story, asking, "izin-lama/holds")).answer
    today, last_day = story.now, datetime(2027, 11, 23, 16, 59, tzinfo=UTC)
    for story.now, holds in ((last_day - timedelta(minutes=1), True), (last_day, False), (today, True)):
        assert (await ask(story, asking, "izin-lama/holds")).answer is holds, story.now

    revoked = {"revoked_at": story.now, "revoked_by": "Kepala", "revoked_reason": "Contoh"}
    await Permit.filter(holder="Tini Contoh").update(**revoked)
    assert not (await ask(story, asking, "izin-lama/holds")).answer


async def test_the_person_counts_and_not_only_the_phone(story: Story) -> None:
    await holding(story)
    citizen = await story.citizen()
    draft = IdentityDraft("9908015512950003", "Wati Contoh", "Dusun Tegal", "3", "1", "33.08.01.2001")
    other = await record_person(draft, known_elsewhere=True, at=story.at(), regency=story.regency)
    await Account.filter(id=citizen.account).update(person_id=other.id)
    asking = (await submit(story, ASKER)).id
    assert not (await ask(story, asking, "izin-lama/holds")).answer


async def test_a_no_about_somebody_with_a_second_phone_is_told_with_care(story: Story) -> None:
    await publish(OWNER, at=story.at())
    first, second = await story.citizen(), await story.citizen(2)
    asking = (await submit(story, ASKER)).id
    await second_phone(story)
    assert await ask(story, asking, "izin-lama/holds") == RegisterAnswer(False, None, doubtful=True)
    assert await ask(story, asking, "izin-lama/shows") == RegisterAnswer(False, CAUTION, doubtful=True)
    await holding(story, by=second)
    assert not (await ask(story, asking, "izin-lama/holds")).answer, "a number alone proves nobody"
    await holding(story, by=first)
    assert await ask(story, asking, "izin-lama/holds") == RegisterAnswer(True)


async def test_the_same_question_again_is_answered_whatever_has_changed(story: Story) -> None:
    await holding(story)
    asking, by = (await submit(story, ASKER)).id, await story.officer("dishub")
    question = Question("izin-lama/shows", asking, PURPOSE, "key")
    told = await ask_register(question, by=by, at=story.at(), regency=story.regency)
    await story.decide(asking, "traffic", "dishub")
    again = await ask_register(question, by=by, at=story.at(), regency=story.regency)
    assert again == replace(told, count=None), "as it was written down"
    assert await RegisterQuestion.all().count() == 1
    with pytest.raises(ApplicationNotFound):
        await ask(story, asking, "izin-lama/shows")


@pytest.mark.usefixtures("outside")
async def test_a_bill_is_unpaid_until_it_is_paid_or_its_application_ends(story: Story) -> None:
    await publish(OWED, at=story.at())
    asking = (await submit(story, ASKER)).id
    paid, withdrawn = await owing(story), await owing(story, 90_000)
    await publish(OWED, at=story.at())
    assert not (await ask(story, asking, "izin-berbayar/owes")).answer, "there is no bill yet"
    first, _ = await issue_bill(story, paid), await issue_bill(story, withdrawn)
    assert await ask(story, asking, "izin-berbayar/owes") == RegisterAnswer(True)
    told = await ask(story, asking, "izin-berbayar/how-much")
    assert told.detail == f"Ada 2, di antaranya Tagihan {first.number}, Rp250.000"

    await tell(story, notice(first.number))
    assert "Rp90.000" in ((await ask(story, asking, "izin-berbayar/how-much")).detail or "")
    withdrawal = Withdrawal(withdrawn, "", "back")
    await withdraw_application(withdrawal, by=await story.citizen(), at=story.at(), regency=story.regency)
    assert await ask(story, asking, "izin-berbayar/owes") == RegisterAnswer(False)


async def test_every_question_is_written_down_with_its_answer_and_why(story: Story) -> None:
    await holding(story)
    asking = (await submit(story, ASKER)).id
    await ask(story, asking, "izin-lama/shows", purpose=f"  {PURPOSE} ")
    written = await RegisterQuestion.get()
    officer, citizen = await story.officer("dishub"), await story.citizen()
    assert (written.register, written.purpose, written.answer) == ("izin-lama/shows", PURPOSE, True)
    assert (written.asker_kind, written.asker_id, written.agency_id) == (
        "officer",
        officer.account,
        officer.agency_id,
    )
    assert (written.subject_id, written.application_id) == (citizen.account, asking)
    assert written.owner_id == (await agencies_by_code(["dpmptsp"]))["dpmptsp"].id


@pytest.mark.parametrize("purpose", ["", "   ", "x" * 301, "\0"])
async def test_without_a_purpose_nobody_is_answered(story: Story, purpose: str) -> None:
    await publish(OWNER, at=story.at())
    asking = (await submit(story, ASKER)).id
    with pytest.raises(InvalidInput) as refused:
        await ask(story, asking, "izin-lama/holds", purpose=purpose)
    assert refused.value.problems[0].path == ("purpose",)
    assert await RegisterQuestion.all().count() == 0


async def test_who_is_not_named_or_has_no_open_task_may_not_ask(story: Story) -> None:
    await publish(OWNER, at=story.at())
    asking = (await submit(story, ASKER)).id
    refusals: list[tuple[Actor, type[Exception]]] = [
        (await story.officer("satpolpp"), MayNotAsk),
        (await story.citizen(), MayNotAsk),
        (SYSTEM, MayNotAsk),
        (await story.officer("bapenda"), ApplicationNotFound),
        (await story.officer("desa-ngargoretno"), ApplicationNotFound),
    ]
    for by, why in refusals:
        with pytest.raises(why):
            await ask(story, asking, "izin-lama/holds", by)
    for unknown in ("izin-lama/nothing", "nothing/holds", "izin-lama", "", "\0/holds"):
        with pytest.raises(RegisterUnknown):
            await ask(story, asking, unknown)
    await story.decide(asking, "traffic", "dishub")
    with pytest.raises(ApplicationNotFound):
        await ask(story, asking, "izin-lama/holds")
    assert await RegisterQuestion.all().count() == 0


async def test_an_agency_named_by_its_kind_may_ask_and_so_may_a_machine_for_it(story: Story) -> None:
    await holding(story)
    village = step("village", "verify", "")
    del village["agency"]
    source = made_up(
        village | {"agency_of_village": "village"},
        *decided_and_signed("village"),
        slug="izin-desa",
        code="DSA",
    )
    asking, officer = (await submit(story, source)).id, await story.officer("desa-ngargoretno")
    assert (await ask(story, asking, "izin-lama/holds", officer)).answer
    assert (await ask(story, asking, "izin-lama/holds", replace(SYSTEM, agency_id=officer.agency_id))).answer
    kinds = [(row.asker_kind, row.asker_id) for row in await RegisterQuestion.all().order_by("id")]
    assert kinds == [("officer", officer.account), ("system", None)]


async def test_a_question_takes_the_same_statements_whatever_is_known(story: Story, queries: Queries) -> None:
    await publish(OWNER, at=story.at())
    asking, by = (await submit(story, ASKER)).id, await story.officer("dishub")
    counts = []
    for _ in range(3):
        await ask(story, asking, "izin-lama/shows", by)
        queries.forget()
        await ask(story, asking, "izin-lama/shows", by)
        counts.append(queries.count)
        await holding(story)
    assert len(set(counts)) == 1
    assert counts[0] <= 7


async def test_the_applicant_sees_who_asked_what_and_why_and_an_agency_its_own(
    story: Story, queries: Queries
) -> None:
    await holding(story)
    asked = [(await submit(story, ASKER)).id for _ in range(2)]
    for id in asked:
        await ask(story, id, "izin-lama/shows")
    by = await story.citizen()
    queries.forget()
    seen = await questions_of(asked, by=by)
    assert queries.count == 1
    assert [len(seen[id]) for id in asked] == [1, 1]
    row = seen[asked[0]][0]
    assert (row.agency, row.asker, row.purpose) == ("Dinas Perhubungan", "Rini Contoh, S.T.", PURPOSE)
    assert (row.register, str(row.question), row.answer) == ("izin-lama/shows", "Apakah shows?", True)
    assert row.owner.startswith("Dinas Penanaman Modal")

    for officer, count in (("dishub", 1), ("satpolpp", 0), ("bapenda", 0)):
        assert len((await questions_of(asked, by=await story.officer(officer)))[asked[0]]) == count
    assert (await questions_of(asked, by=await story.citizen(2)))[asked[0]] == []


async def test_an_officer_is_shown_the_registers_that_answer_the_agency(
    story: Story, queries: Queries
) -> None:
    await publish(OWNER, at=story.at())
    agencies = await agencies_by_code(["dishub", "desa-ngargoretno", "disdukcapil"])
    queries.forget()
    shown = [row.register for row in await registers_for(agencies["dishub"])]
    assert queries.count == 1
    assert {"izin-lama/holds", "izin-lama/shows", "izin-reklame/holds-valid"} <= set(shown)
    assert [row.register for row in await registers_for(agencies["desa-ngargoretno"])] == ["izin-lama/holds"]
    assert await registers_for(agencies["disdukcapil"]) == []


def checking(**check: Any) -> Mapping[str, Any]:
    purpose = {"id": PURPOSE, "en": "To judge."}
    asked = step("check", "check", "dishub", check={"ask": "register", "purpose": purpose, **check})
    return made_up(asked, *decided_and_signed("check"), slug="izin-cek", code="CEK")


@pytest.mark.parametrize(
    ("name", "expects", "outcome"),
    [
        ("izin-lama/holds", True, "match"),
        ("izin-lama/holds", False, "mismatch"),
    ],
)
async def test_a_check_asks_a_register_for_its_agency(
    story: Story, name: str, expects: bool, outcome: str
) -> None:
    await holding(story)
    sent = await submit(story, checking(register=name, expects=expects))
    task = await story.task(sent.id, "check")
    await run_check(task.id, at=story.at(), regency=story.regency)
    event = await Event.get(application_id=sent.id, kind="checked")
    assert event.data["outcome"] == outcome
    questions = (await questions_of([sent.id], by=await story.citizen()))[sent.id]
    assert [(row.asker_kind, row.asker, row.purpose) for row in questions] == [("system", None, PURPOSE)]
    assert (await Application.get(id=sent.id)).state == "IN_PROGRESS"


async def test_a_robot_takes_no_no_about_somebody_with_a_second_phone(story: Story) -> None:
    await publish(OWNER, at=story.at())
    await second_phone(story)
    outcomes = []
    for holds in (False, True):
        if holds:
            await holding(story)
        sent = await submit(story, checking(register="izin-lama/holds", expects=False))
        task = await story.task(sent.id, "check")
        await run_check(task.id, at=story.at(), regency=story.regency)
        outcomes.append((await story.task(sent.id, "check")).outcome)
    assert outcomes == ["no-answer", "mismatch"]


async def test_a_check_whose_question_is_not_taken_goes_to_an_officer(story: Story) -> None:
    await publish(OWNER, at=story.at())
    sent = await submit(story, checking(register="izin-lama/holds"))
    task = await story.task(sent.id, "check")
    found = await service("izin-cek")
    assert found is not None
    asked = found.definition.step("check")
    assert asked.check is not None
    case = Case(
        application_id=sent.id,
        applicant_id=(await story.citizen()).account,
        person_id=(await Application.get(id=sent.id)).person_id,
        service_id=found.id,
        agency_id=task.agency_id,
        definition=found.definition,
        step=replace(asked, check=replace(asked.check, purpose=Text("x" * 301))),
        answers={},
    )
    assert await put(case, at=story.at(), regency=story.regency) == NO_ANSWER
