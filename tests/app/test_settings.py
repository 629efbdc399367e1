"""What a process may be told."""

import pytest

from app.settings import BadSettings, Settings

EVERYTHING = {
    "PROFILE": "production",
    "DATABASE_URL": "postgres://db/x",
    "REDIS_URL": "redis://queue",
    "FILES_URL": "s3://files",
    "PUBLIC_URL": "https://layanan.example",
    "SECRET_KEY_FILE": "/run/secrets/key",
}

CONNECTED = EVERYTHING | {
    "POPULATION_URL": "https://10.10.100.16:8000/",
    "POPULATION_CREDENTIALS_FILE": "/run/secrets/population.json",
}


def test_without_a_word_it_is_the_local_profile_on_this_machine() -> None:
    settings = Settings.from_env({})
    assert (settings.is_local, settings.public_url) == (True, "http://127.0.0.1:8000")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_the_local_profile_takes_loopback(host: str) -> None:
    assert Settings.from_env({"HOST": host}).host == host


@pytest.mark.parametrize(
    "env",
    [
        {"HOST": "0.0.0.0"},  # noqa: S104 - this is what must be refused
        {"HOST": "192.168.1.5"},
        {"HOST": "layanan.example"},
        {"PORT": "80a"},
        {"PORT": "0"},
        {"PORT": "65536"},
        {"PROFILE": "demo"},
        {"LOG_LEVEL": "loud"},
        {"PROFILE": "production"},
        EVERYTHING | {"PUBLIC_URL": "http://layanan.example"},
        EVERYTHING | {"FILES_URL": ""},
        {"TAX_URL": "https://pajak.example"},
        CONNECTED | {"POPULATION_URL": "http://10.10.100.16:8000"},
        CONNECTED | {"POPULATION_URL": "https://user:word@dukcapil.example"},
        CONNECTED | {"POPULATION_URL": "https://dukcapil.example/?word=1"},
        CONNECTED | {"POPULATION_URL": "https://dukcapil.example:port"},
        CONNECTED | {"POPULATION_URL": "dukcapil.example"},
        CONNECTED | {"POPULATION_URL": "ftp://dukcapil.example"},
    ],
)
def test_what_contradicts_itself_is_refused_by_name(env: dict[str, str]) -> None:
    with pytest.raises(BadSettings):
        Settings.from_env(env)


def test_production_takes_everything_that_is_given() -> None:
    assert Settings.from_env(EVERYTHING | {"HOST": "0.0.0.0"}).is_local is False  # noqa: S104 - behind a proxy


def test_what_is_outside_is_connected_only_when_it_was_named() -> None:
    settings = Settings.from_env(CONNECTED)
    assert (settings.population.url, settings.tax.url) == ("https://10.10.100.16:8000", None)


@pytest.mark.parametrize("name", ["POPULATION_URL", "TAX_URL", "PAYMENT_URL"])
def test_a_password_in_an_address_is_not_repeated(name: str) -> None:
    with pytest.raises(BadSettings) as told:
        Settings.from_env({name: "https://a:gizmo@b.example", name.replace("URL", "CREDENTIALS_FILE"): "/x"})
    assert "gizmo" not in str(told.value)
