"""Who may let an officer sign in a head's place, and for which days."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from models.accounts.delegating import (
    ActingTitle,
    DelegateUnknown,
    DelegationDraft,
    DelegationNotFound,
    DelegationNotYours,
    DelegationOverlaps,
    delegate_signature,
    end_delegation,
)
from models.accounts.queries import delegations_of, roles_of
from models.accounts.tables import Account
from models.kit.actor import OfficerRole
from models.kit.errors import InvalidInput
from tests.story import Story

pytestmark = pytest.mark.monday


MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
DRAFT = DelegationDraft("loket-dpmptsp", ActingTitle.DAILY, "800/123/2026", MONDAY, FRIDAY)
BOTH = [OfficerRole.OFFICER, OfficerRole.HEAD]


async def delegate(story: Story, draft: DelegationDraft = DRAFT, *, by: str = "kadis-dpmptsp") -> UUID:
    return await delegate_signature(draft, by=await story.officer(by), at=story.at(), regency=story.regency)


async def test_the_delegate_is_head_from_the_first_day_to_the_end_of_the_last(story: Story) -> None:
    await delegate(story, replace(DRAFT, first_day=date(2026, 11, 24)))
    loket = await story.officer("loket-dpmptsp")
    midnight = story.now.astimezone(story.regency.zone).replace(hour=0, minute=0)
    assert await roles_of(loket, at=story.now) == [OfficerRole.OFFICER]
    assert await roles_of(loket, at=midnight + timedelta(days=1)) == BOTH
    assert await roles_of(loket, at=midnight + timedelta(days=5) - timedelta(seconds=1)) == BOTH
    assert await roles_of(loket, at=midnight + timedelta(days=5)) == [OfficerRole.OFFICER]


async def test_the_sekda_may_appoint_where_the_post_is_vacant_but_no_other_head(story: Story) -> None:
    for by in ("dpmptsp", "loket-dpmptsp", "setda"):
        with pytest.raises(DelegationNotYours):
            await delegate(story, by=by)
    with pytest.raises(DelegateUnknown):
        await delegate(story, by="ka-dpupr")
    await delegate(story, replace(DRAFT, title=ActingTitle.ACTING), by="sekda")
    loket = await story.officer("loket-dpmptsp")
    standing = await delegations_of(loket.agency_id or UUID(int=0), at=story.now)
    assert [(row.delegate, row.title) for row in standing] == [(loket.name, "Plt.")]
    assert standing[0].position.startswith("Kepala Dinas")
    with pytest.raises(DelegationNotYours):
        await delegate(story, replace(DRAFT, delegate="dpmptsp"), by="loket-dpmptsp")


@pytest.mark.parametrize("name", ["loket-dpmptsp", "kadis-dpmptsp", "nobody", "\0"])
async def test_who_may_not_appoint_does_not_learn_which_names_exist(story: Story, name: str) -> None:
    draft = replace(DRAFT, delegate=name, basis=" ")
    with pytest.raises(DelegationNotYours):
        await delegate(story, draft, by="dpmptsp")
    with pytest.raises(DelegateUnknown):
        await delegate(story, draft, by="ka-dpupr")


async def test_a_wish_that_comes_twice_is_one_delegation_even_when_its_days_have_begun(story: Story) -> None:
    once = replace(DRAFT, idempotency_key="once")
    id = await delegate(story, once)
    story.now += timedelta(days=3)
    assert await delegate(story, once) == id
    head = await story.officer("kadis-dpmptsp")
    assert len(await delegations_of(head.agency_id or UUID(int=0), at=story.now)) == 1


@pytest.mark.parametrize("unknown", ["kadis-dpmptsp", "nobody", "rt-ngargoretno", "\0"])
async def test_a_head_a_stranger_and_an_office_without_a_head_cannot_be_stood_in_for(
    story: Story, unknown: str
) -> None:
    with pytest.raises(DelegateUnknown):
        await delegate(story, replace(DRAFT, delegate=unknown), by="sekda")


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        (replace(DRAFT, basis=" "), "basis"),
        (replace(DRAFT, basis="a\0b"), "basis"),
        (replace(DRAFT, first_day=date(2026, 11, 22)), "firstDay"),
        (replace(DRAFT, last_day=date(2026, 11, 22)), "lastDay"),
        (replace(DRAFT, last_day=MONDAY + timedelta(days=90)), "lastDay"),
        (replace(DRAFT, last_day=date.max), "lastDay"),
    ],
)
async def test_days_and_basis_are_looked_at(story: Story, faulty: DelegationDraft, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await delegate(story, faulty)
    assert [problem.path for problem in refused.value.problems] == [(field,)]


async def test_an_agency_has_one_delegate_at_a_time(story: Story) -> None:
    first = await delegate(story)
    with pytest.raises(DelegationOverlaps):
        await delegate(
            story, replace(DRAFT, delegate="dpmptsp", first_day=FRIDAY, last_day=date(2026, 12, 4))
        )
    head = await story.officer("kadis-dpmptsp")
    await end_delegation(first, by=head, at=story.at())
    await delegate(story, replace(DRAFT, delegate="dpmptsp"))


async def test_the_heads_return_ends_it_once(story: Story) -> None:
    id = await delegate(story)
    loket, head = await story.officer("loket-dpmptsp"), await story.officer("kadis-dpmptsp")
    with pytest.raises(DelegationNotYours):
        await end_delegation(id, by=loket, at=story.at())
    await end_delegation(id, by=head, at=story.at())
    assert await roles_of(loket, at=story.now) == [OfficerRole.OFFICER]
    with pytest.raises(DelegationNotFound):
        await end_delegation(id, by=head, at=story.at())


async def test_nobody_stands_in_at_two_places_on_one_day(story: Story) -> None:
    await Account.filter(username="sekdes-ngargoretno").delete()
    sent = replace(DRAFT, delegate="kasi-salaman", agency="desa-ngargoretno")
    await delegate(story, replace(sent, last_day=MONDAY), by="sekda")
    home = replace(DRAFT, delegate="kasi-salaman")
    with pytest.raises(DelegationOverlaps):
        await delegate(story, home, by="camat-salaman")
    await delegate(story, replace(home, first_day=date(2026, 11, 24)), by="camat-salaman")
