"""The population registry: what it is asked, what its answers mean, and what counts as none."""

import asyncio
import json
import logging
from datetime import date

import pytest

from app.local.outside.trouble import GARBAGE
from integrations.calling import Patience
from integrations.population import Dukcapil, PopulationCredentials
from models.kit.ports import PopulationField, PopulationQuestion, RegistryUnavailable
from tests.outside import Outside

TINI = PopulationQuestion(
    nik="9908014107840001",
    name="Tini Contoh",
    birth_date=date(1984, 7, 1),
    village_code="33.08.01.2001",
    rt="003",
    rw="1",
)
HURRIED = Patience(attempt=1.5, total=4.0, pause=0.01, failures=3, rest=0.3)


@pytest.fixture
def dukcapil(outside: Outside) -> Dukcapil:
    return Dukcapil(outside.url, outside.keys.population, patience=HURRIED)


def another(**other: object) -> PopulationQuestion:
    told = {name: getattr(TINI, name) for name in PopulationQuestion.__slots__}
    return PopulationQuestion(**{**told, **other})


async def test_a_person_who_tells_the_truth_matches_in_every_field(dukcapil: Dukcapil) -> None:
    answer = await dukcapil.verify(TINI)
    assert answer.matches
    asked = {"nik", "name", "birth-date", "village", "rt", "rw"}
    assert answer.alike == asked


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"name": "Siti Palsu"}, PopulationField.NAME),
        ({"birth_date": date(1984, 7, 2)}, PopulationField.BIRTH_DATE),
        ({"village_code": "33.08.01.2002"}, PopulationField.VILLAGE),
        ({"village_code": "33.08.02.2001"}, PopulationField.VILLAGE),
        ({"rt": "4"}, PopulationField.RT),
        ({"rw": "2"}, PopulationField.RW),
        ({"family_card": "3308010101200001"}, PopulationField.FAMILY_CARD),
    ],
)
async def test_what_differs_is_named(
    dukcapil: Dukcapil, other: dict[str, object], field: PopulationField
) -> None:
    answer = await dukcapil.verify(another(**other))
    assert answer.differing == {field}


async def test_a_slip_of_the_pen_is_the_same_name(dukcapil: Dukcapil) -> None:
    assert (await dukcapil.verify(another(name="tini  contohh"))).matches


async def test_what_is_not_known_is_not_asked(dukcapil: Dukcapil) -> None:
    answer = await dukcapil.verify(PopulationQuestion("9908011708790002", "Budi Contoh"))
    assert answer.alike | answer.differing == {PopulationField.NIK, PopulationField.NAME}


@pytest.mark.parametrize("nik", ["3308011708790002", "9908011708799001"])
async def test_a_number_that_is_nobodys_differs_in_everything(dukcapil: Dukcapil, nik: str) -> None:
    answer = await dukcapil.verify(another(nik=nik))
    assert (answer.matches, answer.alike) == (False, frozenset())


async def test_somebody_elses_number_differs_by_name(dukcapil: Dukcapil) -> None:
    answer = await dukcapil.verify(PopulationQuestion("9908011708798001", "Tini Contoh"))
    assert answer.differing == {PopulationField.NAME}


@pytest.mark.parametrize("kind", [*GARBAGE, "packed", "redirect"])
async def test_nonsense_is_no_answer(dukcapil: Dukcapil, outside: Outside, kind: str) -> None:
    outside.trouble(population=f"garbage:{kind}")
    with pytest.raises(RegistryUnavailable):
        await dukcapil.verify(TINI)


@pytest.mark.parametrize("kind", ["odd-words", "too-little", "two-rows"])
async def test_an_answer_that_is_almost_right_is_none(
    dukcapil: Dukcapil, outside: Outside, kind: str
) -> None:
    outside.trouble(population=f"garbage:{kind}")
    with pytest.raises(RegistryUnavailable):
        await dukcapil.verify(PopulationQuestion(TINI.nik, TINI.name))


@pytest.mark.parametrize("kind", ["reset", "503", "cut"])
async def test_one_failure_is_forgiven(dukcapil: Dukcapil, outside: Outside, kind: str) -> None:
    before = outside.asked("population")
    outside.trouble(population=f"down:{kind}", times=1)
    assert (await dukcapil.verify(TINI)).matches
    assert outside.asked("population") == before + 2


@pytest.mark.parametrize("kind", ["reset", "503", "cut"])
async def test_an_outage_is_no_answer_after_three_tries(
    dukcapil: Dukcapil, outside: Outside, kind: str
) -> None:
    before = outside.asked("population")
    outside.trouble(population=f"down:{kind}")
    with pytest.raises(RegistryUnavailable):
        await dukcapil.verify(TINI)
    assert outside.asked("population") == before + 3


@pytest.mark.parametrize("patience", [Patience(attempt=5, total=0.5), Patience(0.2, 5, pause=0.01)])
async def test_who_is_late_has_not_answered(outside: Outside, patience: Patience) -> None:
    dukcapil = Dukcapil(outside.url, outside.keys.population, patience=patience)
    outside.trouble(population="slow", delay=4)
    began = asyncio.get_running_loop().time()
    with pytest.raises(RegistryUnavailable):
        await dukcapil.verify(TINI)
    assert asyncio.get_running_loop().time() - began < 3


async def test_a_caller_that_gives_up_is_let_go(dukcapil: Dukcapil, outside: Outside) -> None:
    outside.trouble(population="slow", delay=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await dukcapil.verify(TINI)


async def test_a_little_late_is_in_time(dukcapil: Dukcapil, outside: Outside) -> None:
    outside.trouble(population="slow", delay=0.3)
    assert (await dukcapil.verify(TINI)).matches


async def test_a_wrong_password_is_no_answer_and_not_tried_again(outside: Outside) -> None:
    right = outside.keys.population
    wrong = PopulationCredentials(right.agency, right.user_id, "guessed", right.ip_user)
    before = outside.asked("population")
    with pytest.raises(RegistryUnavailable):
        await Dukcapil(outside.url, wrong, patience=HURRIED).verify(TINI)
    assert outside.asked("population") == before + 1


async def test_nothing_of_a_person_and_no_secret_is_logged(
    dukcapil: Dukcapil,
    outside: Outside,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx2")
    await dukcapil.verify(TINI)
    outside.trouble(population="down:reset")
    with pytest.raises(RegistryUnavailable) as told:
        await dukcapil.verify(TINI)
    captured = capsys.readouterr()
    written = captured.out + captured.err + caplog.text + repr(TINI) + repr(told.value) + repr(dukcapil)
    assert "HTTP Request" in written, "the HTTP library was listened to"
    assert "outside_gave_no_answer" in written
    password = outside.keys.population.password
    assert not [secret for secret in (TINI.nik, TINI.name, "01-07-1984", password) if secret in written]


def test_credentials_do_not_show(outside: Outside) -> None:
    keys = outside.keys
    shown = json.dumps([repr(keys), repr(keys.population), repr(keys.tax), repr(keys.payment)])
    secrets = (keys.control, keys.population.password, keys.tax.token, keys.payment.webhook_secret)
    assert not [secret for secret in secrets if secret in shown]
