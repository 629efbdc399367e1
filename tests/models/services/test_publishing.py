"""Publishing a definition."""

from typing import Any

import pytest

from models.accounts.tables import Account, ApiToken, Session
from models.applications import tables as applications
from models.services import catalogue, tables
from models.services.operations import CodeTaken, UnknownAgency, UnsoundDefinition, publish
from tests.story import Story


@pytest.fixture
def reklame() -> dict[str, Any]:
    return catalogue.load(catalogue.FOLDER / "izin-reklame.yaml")


async def test_the_same_again_changes_nothing_and_a_change_is_a_new_version(
    story: Story, reklame: dict[str, Any]
) -> None:
    assert await publish(reklame, at=story.at()) == 1
    sent = await story.submit()
    assert await publish(reklame | {"correction_working_days": 4}, at=story.at()) == 2
    kept = await applications.Application.get(id=sent.id)
    assert (await tables.ServiceVersion.get(id=kept.version_id)).number == 1, (
        "it keeps the one it was sent under"
    )


async def test_two_services_do_not_share_a_prefix_of_numbers(story: Story, reklame: dict[str, Any]) -> None:
    with pytest.raises(CodeTaken):
        await publish(reklame | {"slug": "izin-lain"}, at=story.at())


async def test_an_agency_that_does_not_exist_is_told_when_publishing(
    story: Story, reklame: dict[str, Any]
) -> None:
    with pytest.raises(UnknownAgency):
        await publish(reklame | {"issuer": "tidak-ada"}, at=story.at())


async def test_what_the_linter_finds_is_not_published(story: Story, reklame: dict[str, Any]) -> None:
    steps = [*reklame["steps"][:-1], reklame["steps"][-1] | {"needs": ["payment"]}]

    with pytest.raises(UnsoundDefinition) as refused:
        await publish(reklame | {"steps": steps}, at=story.at())

    problem = refused.value.problems[0]
    assert problem.facts["code"] == "unknown-need"
    assert problem.path == ("steps", str(len(steps) - 1), "needs", "0")
    assert "“payment”" in problem.message.format(**problem.facts)
    assert (await tables.Service.get(slug="izin-reklame")).version == 1


async def test_what_is_no_definition_at_all_is_refused_too(story: Story) -> None:
    with pytest.raises(UnsoundDefinition):
        await publish({"slug": "izin-reklame"}, at=story.at())


async def test_a_step_for_an_agency_without_anybody_is_not_published(
    story: Story, reklame: dict[str, Any]
) -> None:
    bapenda = await story.officer("bapenda")
    await Account.filter(agency_id=bapenda.agency_id).delete()

    assert await publish(reklame, at=story.at()) == 1, "what stands published stays so"
    with pytest.raises(UnsoundDefinition) as refused:
        await publish(reklame | {"correction_working_days": 4}, at=story.at())
    assert {problem.facts["code"] for problem in refused.value.problems} == {"unstaffed"}

    await ApiToken.all().delete()
    await Session.all().delete()
    await Account.filter(kind="officer").delete()
    assert await publish(reklame | {"correction_working_days": 4}, at=story.at()) == 2, "nobody is there yet"
