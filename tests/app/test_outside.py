"""Who stands behind the registries and the payment channel."""

import json
from pathlib import Path

import pytest

from app.outside import payment_channel, population_registry, tax_registry
from app.settings import BadSettings, Settings
from app.worker import JOB_TIMEOUT
from integrations.absent import NoPayments, NoRegistry
from integrations.calling import Patience
from integrations.payments import Bank
from integrations.population import Dukcapil
from integrations.tax import TaxOffice

PRODUCTION = {
    "PROFILE": "production",
    "DATABASE_URL": "postgres://db/x",
    "REDIS_URL": "redis://queue",
    "FILES_URL": "s3://files",
    "PUBLIC_URL": "https://layanan.example",
    "SECRET_KEY_FILE": "/run/secrets/key",
}
GOOD = {"token": "kata", "webhook_secret": "whsec_c2VzZW9yYW5nIGxhaW4sIGJ1a2FuIGJhbmsgaW5p"}


def paying(file: Path) -> Settings:
    return Settings.from_env(
        PRODUCTION | {"PAYMENT_URL": "https://bank.example", "PAYMENT_CREDENTIALS_FILE": str(file)}
    )


@pytest.mark.parametrize("env", [PRODUCTION, {}], ids=["production", "local"])
def test_where_nobody_was_named_nobody_stands(env: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.from_env(env | {"VAR_DIR": str(tmp_path)})
    assert isinstance(population_registry(settings), NoRegistry)
    assert isinstance(tax_registry(settings), NoRegistry)
    assert isinstance(payment_channel(settings), NoPayments)


def test_production_never_takes_the_practice_servers(settings: Settings) -> None:
    production = Settings.from_env(PRODUCTION | {"VAR_DIR": str(settings.var_dir)})
    assert isinstance(payment_channel(production), NoPayments)


def test_beside_a_running_outside_all_are_connected(settings: Settings) -> None:
    assert isinstance(population_registry(settings), Dukcapil)
    assert isinstance(tax_registry(settings), TaxOffice)
    assert payment_channel(settings).name == "lokal"


def test_credentials_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "payment.json"
    file.write_text(json.dumps(GOOD))
    channel = payment_channel(paying(file))
    assert isinstance(channel, Bank)
    assert channel.name == "bank"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"token": "gizmo"}',
        json.dumps(GOOD | {"token": ""}),
        json.dumps(GOOD | {"token": "gizmo\n"}),
        json.dumps(GOOD | {"token": 5}),
        json.dumps(GOOD | {"more": "gizmo"}),
        json.dumps(GOOD | {"webhook_secret": "whsec_"}),
        json.dumps(GOOD | {"webhook_secret": "whsec_gizmo!x"}),
        json.dumps(GOOD | {"webhook_secret": "whsec_Z2l6bW8="}),
        json.dumps(GOOD | {"webhook_secret": GOOD["webhook_secret"].removeprefix("whsec_")}),
        None,
    ],
)
def test_a_file_that_does_not_fit_is_told_without_what_stands_in_it(
    tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "payment.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(BadSettings) as told:
        payment_channel(paying(file))
    assert str(file) in str(told.value)
    assert "gizmo" not in str(told.value)


def test_a_question_ends_well_before_the_job_that_asks_it() -> None:
    assert Patience().total < 8 < JOB_TIMEOUT
