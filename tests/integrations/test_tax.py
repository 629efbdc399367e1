"""Whether a taxpayer is clear, and of which tax not."""

import pytest

from app.local.outside.trouble import GARBAGE
from integrations.calling import Patience
from integrations.tax import TaxCredentials, TaxOffice
from models.kit.ports import RegistryUnavailable, TaxAnswer, TaxKind
from tests.outside import Outside

BRIEF = Patience(attempt=1.5, total=4.0, pause=0.01)


@pytest.fixture
def tax(outside: Outside) -> TaxOffice:
    return TaxOffice(outside.url, outside.keys.tax, patience=BRIEF)


@pytest.mark.parametrize(
    ("numbers", "answer"),
    [
        ({"nik": "9908014107840001"}, TaxAnswer(known=True)),
        ({"npwpd": "P.2.0012345.01.002"}, TaxAnswer(known=True)),
        ({"nik": "9908014107840009"}, TaxAnswer(known=True, arrears=frozenset({TaxKind.REKLAME}))),
        (
            {"nik": "9908014107840008", "npwpd": "P.2.0012345.01.009"},
            TaxAnswer(known=True, arrears=frozenset({TaxKind.PBB, TaxKind.REKLAME})),
        ),
        ({"npwpd": "P.2.0012345.00.000"}, TaxAnswer(known=False)),
    ],
)
async def test_tells_who_owes_which_tax(tax: TaxOffice, numbers: dict[str, str], answer: TaxAnswer) -> None:
    assert await tax.clearance(**numbers) == answer


def test_only_who_is_known_and_owes_nothing_is_clear() -> None:
    assert TaxAnswer(known=True).clear
    assert not TaxAnswer(known=False).clear
    assert not TaxAnswer(known=True, arrears=frozenset({TaxKind.PBJT})).clear


@pytest.mark.parametrize("kind", [*GARBAGE, "packed", "redirect"])
async def test_nonsense_is_no_answer(tax: TaxOffice, outside: Outside, kind: str) -> None:
    outside.trouble(tax=f"garbage:{kind}")
    with pytest.raises(RegistryUnavailable):
        await tax.clearance(nik="9908014107840001")


async def test_a_wrong_token_is_no_answer(outside: Outside) -> None:
    with pytest.raises(RegistryUnavailable, match="HTTP 401"):
        await TaxOffice(outside.url, TaxCredentials("guessed"), patience=BRIEF).clearance(nik="1")


async def test_asking_about_nobody_asks_nobody(tax: TaxOffice, outside: Outside) -> None:
    before = outside.asked("tax")
    with pytest.raises(RegistryUnavailable):
        await tax.clearance()
    assert outside.asked("tax") == before
