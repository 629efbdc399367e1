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
    ],
)
def test_what_contradicts_itself_is_refused_by_name(env: dict[str, str]) -> None:
    with pytest.raises(BadSettings):
        Settings.from_env(env)


def test_production_takes_everything_that_is_given() -> None:
    assert Settings.from_env(EVERYTHING | {"HOST": "0.0.0.0"}).is_local is False  # noqa: S104 - behind a proxy
