"""Anybody may be away for a day, in the village, in the district and in a dinas, and the line goes on."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from models.accounts.delegating import (
    ActingTitle,
    DelegateUnknown,
    DelegationDraft,
    delegate_signature,
    end_delegation,
)
from models.accounts.queries import account_of_token, roles_of
from models.accounts.tables import Account
from models.accounts.tokens import new_api_token
from models.applications.errors import ColleagueUnknown, SameOfficer, TaskClaimed, TaskNotFound
from models.applications.operations.claiming import (
    claim_task,
    hand_over_task,
    release_task,
)
from models.applications.queries.tasks import queue
from models.applications.states import Decision, TaskState
from models.applications.tables import Application
from models.kit.actor import Actor, OfficerRole
from models.kit.ids import random_code
from models.permits.operations import PermitSigning, sign_permit
from models.permits.tables import Permit
from tests.clock import day_of
from tests.sampling import samples
from tests.story import Story
from tests.transfers import accept, offer
from tests.walker import apply


async def stand_in(story: Story, officer: str, *, by: str) -> None:
    """The head is away today, and has appointed an officer, or the Sekda has."""
    today = day_of(story.at())
    draft = DelegationDraft(officer, ActingTitle.DAILY, "800/1", today, today + timedelta(days=1))
    await delegate_signature(draft, by=await story.officer(by), at=story.at(), regency=story.regency)


async def hand(story: Story, id: UUID, step: str, *, by: str, to: str) -> None:
    task, colleague = await story.task(id, step), await story.officer(to)
    head = await story.officer(by)
    await hand_over_task(task.id, colleague.account, by=head, at=story.at(), regency=story.regency)


async def claim(story: Story, id: UUID, step: str, officer: str) -> None:
    await claim_task((await story.task(id, step)).id, by=await story.officer(officer), at=story.at())


async def is_issued(story: Story, id: UUID) -> bool:
    return (await Application.get(id=id)).state == "ISSUED"


async def usaha(story: Story) -> UUID:
    sent = await story.submit("surat-keterangan-usaha")
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    return sent.id


async def test_the_village_head_is_away_and_who_did_not_check_signs(story: Story) -> None:
    id = await usaha(story)
    await story.decide(id, "location", "desa-ngargoretno")
    await stand_in(story, "sekdes-ngargoretno", by="sekda")
    await story.sign(id, "sekdes-ngargoretno")
    assert await is_issued(story, id)


async def test_a_village_officer_is_away_and_the_head_gives_the_task_to_the_other(story: Story) -> None:
    id = await usaha(story)
    await claim(story, id, "location", "desa-ngargoretno")
    head = await story.officer("kades-ngargoretno")
    seen = await queue(
        head, states=[TaskState.OPEN], overdue=None, first=9, after=None, now=story.now, in_charge=True
    )
    assert [row.step for row in seen.rows] == ["location"]
    with pytest.raises(TaskClaimed):
        await claim(story, id, "location", "sekdes-ngargoretno")
    await hand(story, id, "location", by="kades-ngargoretno", to="sekdes-ngargoretno")
    with pytest.raises(TaskClaimed):
        await story.decide(id, "location", "desa-ngargoretno")
    await story.decide(id, "location", "sekdes-ngargoretno")
    await story.sign(id, "kades-ngargoretno")
    assert await is_issued(story, id)


async def test_a_head_who_checked_in_an_officers_place_does_not_sign(story: Story) -> None:
    id = await usaha(story)
    with pytest.raises(TaskNotFound):
        await story.decide(id, "location", "kades-ngargoretno")
    await hand(story, id, "location", by="kades-ngargoretno", to="kades-ngargoretno")
    await story.decide(id, "location", "kades-ngargoretno")
    with pytest.raises(SameOfficer):
        await story.sign(id, "kades-ngargoretno")
    await stand_in(story, "desa-ngargoretno", by="kades-ngargoretno")
    await story.sign(id, "desa-ngargoretno")
    assert await is_issued(story, id)


async def at_work(story: Story, username: str) -> Actor:
    """An officer where they work today, as a door knows them."""
    token = await new_api_token(username, at=story.at(), regency=story.regency)
    account = await account_of_token(token, at=story.at())
    assert account is not None
    return account.actor


async def test_in_a_village_of_one_officer_the_sekda_sends_somebody_of_the_district(story: Story) -> None:
    id = await usaha(story)
    today = day_of(story.at())
    sent = DelegationDraft(
        "kasi-salaman", ActingTitle.DAILY, "800/2", today, today, agency="desa-ngargoretno"
    )
    sekda, task = await story.officer("sekda"), await story.task(id, "signature")
    with pytest.raises(DelegateUnknown):  # there are two officers
        await delegate_signature(sent, by=sekda, at=story.at(), regency=story.regency)
    await Account.filter(username="sekdes-ngargoretno").update(agency_id=sekda.agency_id)
    for draft, by in (
        (sent, await story.officer("kades-ngargoretno")),
        (replace(sent, delegate="bapenda"), sekda),
        (replace(sent, agency="tidak-ada"), sekda),
    ):
        with pytest.raises(DelegateUnknown):
            await delegate_signature(draft, by=by, at=story.at(), regency=story.regency)
    delegation = await delegate_signature(sent, by=sekda, at=story.at(), regency=story.regency)
    await story.decide(id, "location", "desa-ngargoretno")
    delegate = await at_work(story, "kasi-salaman")
    assert delegate.agency_id == task.agency_id
    signing = PermitSigning(task.id, story.password, random_code())
    await sign_permit(signing, by=delegate, at=story.at(), regency=story.regency)
    permit = await Permit.get(application_id=id)
    assert permit.signed_by == "Budiman Contoh, S.Sos., Plh. Kepala Desa Ngargoretno"
    await end_delegation(delegation, by=sekda, at=story.at())
    assert (await at_work(story, "kasi-salaman")).agency_id != task.agency_id


async def test_who_is_sent_elsewhere_heads_nothing_at_home(story: Story) -> None:
    await Account.filter(username="sekdes-ngargoretno").delete()
    today = day_of(story.at())
    sent = DelegationDraft(
        "kasi-salaman", ActingTitle.DAILY, "800/2", today, today, agency="desa-ngargoretno"
    )
    sekda = await story.officer("sekda")
    await delegate_signature(sent, by=sekda, at=story.at(), regency=story.regency)
    at_home = await story.officer("kasi-salaman")
    assert await roles_of(at_home, at=story.at()) == [OfficerRole.OFFICER]
    assert await roles_of(await at_work(story, "kasi-salaman"), at=story.at()) == [
        OfficerRole.OFFICER,
        OfficerRole.HEAD,
    ]


async def dispensasi(story: Story, section: str, secretary: str) -> UUID:
    sent = await apply(story, next(samples("dispensasi-nikah")))
    await story.hand_checks_over(sent.id)
    await story.decide(sent.id, "population", "disdukcapil")
    await story.decide(sent.id, "duplicate", section)
    await story.decide(sent.id, "village-recommendation", "desa-ngargoretno")
    await story.decide(sent.id, "section-check", section)
    await story.decide(sent.id, "secretary-check", secretary)
    return sent.id


async def test_the_camat_is_away_and_the_third_officer_signs(story: Story) -> None:
    id = await dispensasi(story, "kasi-salaman", "kec-salaman")
    await stand_in(story, "sekcam-salaman", by="camat-salaman")
    await story.sign(id, "sekcam-salaman")
    assert await is_issued(story, id)


@pytest.mark.parametrize(
    ("section", "secretary"),
    [
        ("kec-salaman", "sekcam-salaman"),
        ("kasi-salaman", "sekcam-salaman"),
        ("kasi-salaman", "kec-salaman"),
    ],
)
async def test_whichever_officer_of_the_district_is_away_two_are_left_to_check(
    story: Story, section: str, secretary: str
) -> None:
    id = await dispensasi(story, section, secretary)
    await story.sign(id, "camat-salaman")
    assert await is_issued(story, id)


async def test_the_only_officer_of_a_dinas_is_away_and_its_head_takes_the_task_on(story: Story) -> None:
    sent = await story.submit()
    await claim(story, sent.id, "construction", "dpupr")
    await hand(story, sent.id, "construction", by="ka-dpupr", to="ka-dpupr")
    await claim(story, sent.id, "construction", "ka-dpupr")  # the lease is renewed like an officer's
    await story.decide(sent.id, "construction", "ka-dpupr")
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    await story.decide(sent.id, "decision", "dpmptsp")
    await story.sign(sent.id)
    assert await is_issued(story, sent.id)


async def test_the_officer_who_would_decide_is_away_and_the_other_has_checked(story: Story) -> None:
    sent = await story.submit(kind="neon-box", npwpd="P.2.0000001.01.01")
    await story.verify_all(sent.id)
    await story.hand_checks_over(sent.id)
    await story.decide(sent.id, "tax-status", "bapenda")
    await story.decide(sent.id, "duplicate", "loket-dpmptsp")
    await story.decide(sent.id, "decision", "kabid-dpmptsp")
    assert (await story.task(sent.id, "decision")).state == "DONE"


async def test_the_head_of_a_dinas_who_decides_by_signing_is_away(story: Story) -> None:
    sent = await apply(story, next(samples("rekomendasi-bbm")))
    await story.hand_checks_over(sent.id)
    for step, officer in (
        ("village", "desa-ngargoretno"),
        ("population", "disdukcapil"),
        ("duplicate", "dispertan"),
        ("field-visit", "dispertan"),
    ):
        await story.decide(sent.id, step, officer, reason="Dilihat di tempat.")
    await stand_in(story, "sek-dispertan", by="kadis-dispertan")
    await story.sign(sent.id, "sek-dispertan")
    assert await is_issued(story, sent.id)


async def test_a_head_has_charge_of_the_own_agencys_officers_alone(story: Story) -> None:
    sent = await story.submit()
    for head, to in (("ka-dpupr", "ka-dpupr"), ("sekda", "bapenda")):
        with pytest.raises(TaskNotFound):
            await hand(story, sent.id, "tax", by=head, to=to)
    with pytest.raises(ColleagueUnknown):
        await hand(story, sent.id, "tax", by="ka-bapenda", to="dpupr")
    with pytest.raises(ColleagueUnknown):
        await hand(story, sent.id, "tax", by="bapenda", to="ka-bapenda")
    await hand(story, sent.id, "tax", by="ka-bapenda", to="ka-bapenda")
    task, by = await story.task(sent.id, "tax"), await story.officer("ka-bapenda")
    await release_task(task.id, by=by, at=story.at())
    with pytest.raises(TaskNotFound):
        await story.decide(sent.id, "tax", "ka-bapenda")
    await story.decide(sent.id, "tax", "bapenda")


async def test_a_task_that_a_head_took_on_can_be_sent_to_the_right_agency(story: Story) -> None:
    sent = await story.submit()
    await hand(story, sent.id, "construction", by="ka-dpupr", to="ka-dpupr")
    await offer(story, sent.id, "construction", "ka-dpupr", "dishub")
    await accept(story, sent.id, "construction", "dishub")
    await story.decide(sent.id, "construction", "dishub", Decision.APPROVE)
