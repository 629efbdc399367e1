"""Publishing a definition."""

from typing import Any

import pytest

from models.accounts.tables import Account, ApiToken, Session
from models.applications import tables as applications
from models.services import catalogue, tables
from models.services.operations import (
    CodeChanged,
    RegisterInUse,
    UnsoundDefinition,
    publish,
    publish_all,
)
from models.services.queries import service, services_that_issue
from tests.conftest import Queries
from tests.services import decided_and_signed, made_up, step
from tests.story import Story

HOLDS = {
    "key": "holds",
    "question": {"id": "Apakah punya izin lama?", "en": "Is there an older permit?"},
    "source": "valid-permit",
    "discloses": "yes-no",
    "asked_by": ["dishub"],
}
QUESTION = {
    "ask": "register",
    "register": "izin-lama/holds",
    "purpose": {"id": "Menilai.", "en": "To judge."},
}
OWNER = made_up(*decided_and_signed(), slug="izin-lama", code="LMA", registers=[HOLDS])
ASKER = made_up(
    step("check", "check", "dishub", check=QUESTION),
    *decided_and_signed("check"),
    slug="izin-cek",
    code="CEK",
)


async def refused(story: Story, *sources: dict[str, Any]) -> set[object]:
    with pytest.raises(UnsoundDefinition) as unsound:
        await publish_all(sources, at=story.at())
    return {problem.facts["code"] for problem in unsound.value.problems}


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


async def test_what_does_not_fit_the_regency_or_the_published_services_is_refused(
    story: Story, reklame: dict[str, Any]
) -> None:
    await publish(OWNER, at=story.at())
    shut = OWNER | {"registers": [HOLDS | {"asked_by": ["satpolpp"]}]}

    assert await refused(story, reklame | {"slug": "izin-lain"}) == {"code-taken", "kind-taken"}
    assert await refused(story, reklame | {"issuer": "tidak-ada"}) == {"unknown-agency"}
    assert await refused(story, shut, ASKER) == {"register-closed"}
    assert await refused(story, OWNER | {"registers": []}, ASKER) == {"unknown-register"}
    assert await service("izin-cek") is None
    found = await service("izin-lama")
    assert found is not None
    assert found.version == 1, "all or none"


async def test_services_that_lean_on_one_another_are_published_together(
    story: Story, queries: Queries
) -> None:
    assert await refused(story, ASKER) == {"unknown-register"}
    assert await publish_all([ASKER, OWNER], at=story.at()) == [1, 1], "in whatever order"

    queries.forget()
    assert await publish_all([ASKER, OWNER], at=story.at()) == [1, 1]
    assert queries.count <= 4, "what is published already is not looked at again"


async def test_a_register_that_another_service_asks_is_not_taken_away(story: Story) -> None:
    await publish_all([ASKER, OWNER], at=story.at())
    without = {key: part for key, part in OWNER.items() if key != "registers"}
    for changed in (without, OWNER | {"registers": [HOLDS | {"asked_by": ["satpolpp"]}]}):
        with pytest.raises(RegisterInUse) as in_use:
            await publish(changed, at=story.at())
        assert in_use.value.problems[0].facts == {"slug": "izin-cek", "register": "izin-lama/holds"}

    unasking = {**ASKER, "steps": decided_and_signed()}
    assert await publish_all([without, unasking], at=story.at()) == [2, 2]


async def test_the_prefix_of_numbers_stays_what_it_was(story: Story, reklame: dict[str, Any]) -> None:
    with pytest.raises(CodeChanged) as changed:
        await publish(reklame | {"code": "LAIN"}, at=story.at())

    assert changed.value.problems[0].facts == {"slug": "izin-reklame", "old": "RKL", "new": "LAIN"}
    found = await service("izin-reklame")
    assert found is not None
    assert (found.version, found.definition.code) == (1, "RKL")


async def test_what_the_linter_finds_is_not_published(story: Story, reklame: dict[str, Any]) -> None:
    steps = [*reklame["steps"][:-1], reklame["steps"][-1] | {"needs": ["payment"]}]

    with pytest.raises(UnsoundDefinition) as unsound:
        await publish(reklame | {"steps": steps}, at=story.at())

    problem = unsound.value.problems[0]
    assert problem.facts["code"] == "unknown-need"
    assert problem.path == ("steps", str(len(steps) - 1), "needs", "0")
    assert "“payment”" in problem.message.format(**problem.facts)
    assert (await tables.Service.get(slug="izin-reklame")).version == 1


async def test_what_is_no_definition_at_all_is_refused_too(story: Story) -> None:
    with pytest.raises(UnsoundDefinition):
        await publish({"slug": "izin-reklame"}, at=story.at())


async def test_a_kind_that_comes_out_for_some_answers_leads_to_its_service_too(story: Story) -> None:
    found = await services_that_issue({"n1", "surat-keterangan-usaha", "ktp"})
    assert {kind: found[kind].slug for kind in ("n1", "surat-keterangan-usaha")} == {
        "n1": "surat-pengantar",
        "surat-keterangan-usaha": "surat-keterangan-usaha",
    }
    assert "ktp" not in found


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
