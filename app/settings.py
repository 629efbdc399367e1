"""What a process is told from outside, read once."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from models.kit.clock import Clock, real_now


class Profile(StrEnum):
    """`local`: this machine only, with made-up people and messages on a page; `production`: everything given."""

    LOCAL = "local"
    PRODUCTION = "production"


class BadSettings(Exception):
    """A setting is missing or contradicts another; the message says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Where a service outside is and the file with what it knows us by; without a URL it is not connected."""

    url: str | None
    credentials_file: Path | None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; addresses that may hold a password, and the key, do not show in its repr."""

    profile: Profile
    host: str
    port: int
    public_url: str
    var_dir: Path
    database_url: str | None = field(repr=False)
    redis_url: str | None = field(repr=False)
    files_url: str | None = field(repr=False)
    secret_key_file: Path
    population: Outside
    tax: Outside
    payment: Outside
    regency_name: str
    regency_seat: str
    time_zone: str
    log_level: str
    clock: Clock = field(default=real_now, repr=False)
    """Not of the environment: a process goes by the real clock, a test by its story's."""

    @property
    def is_local(self) -> bool:
        """Whether this is the local profile."""
        return self.profile is Profile.LOCAL

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the environment; raises BadSettings."""
        profile = _profile(env.get("PROFILE", "local"))
        host, port = env.get("HOST", "127.0.0.1"), _port(env.get("PORT", "8000"))
        if profile is Profile.LOCAL and not _is_loopback(host):
            raise BadSettings(
                f"HOST={host}: the local profile serves this machine only; use 127.0.0.1 or PROFILE=production"
            )
        var_dir = Path(env.get("VAR_DIR") or "var").resolve()
        settings = cls(
            profile=profile,
            host=host,
            port=port,
            public_url=(env.get("PUBLIC_URL") or f"http://{_in_url(host)}:{port}").rstrip("/"),
            var_dir=var_dir,
            database_url=env.get("DATABASE_URL") or None,
            redis_url=env.get("REDIS_URL") or None,
            files_url=env.get("FILES_URL") or None,
            secret_key_file=Path(env.get("SECRET_KEY_FILE") or var_dir / "secret-key"),
            population=_outside(env, "POPULATION"),
            tax=_outside(env, "TAX"),
            payment=_outside(env, "PAYMENT"),
            regency_name=env.get("REGENCY_NAME", "Kabupaten Magelang"),
            regency_seat=env.get("REGENCY_SEAT", "Mungkid"),
            time_zone=env.get("TIME_ZONE", "Asia/Jakarta"),
            log_level=_level(env.get("LOG_LEVEL", "INFO").upper()),
        )
        if profile is Profile.PRODUCTION:
            settings._require_everything(env)
        return settings

    def _require_everything(self, env: Mapping[str, str]) -> None:
        missing = [
            name
            for name in ("DATABASE_URL", "REDIS_URL", "FILES_URL", "PUBLIC_URL", "SECRET_KEY_FILE")
            if not env.get(name)
        ]
        if missing:
            raise BadSettings(f"PROFILE=production needs {', '.join(missing)}")
        if not self.public_url.startswith("https://"):
            raise BadSettings(f"PUBLIC_URL={self.public_url}: people reach a production site by https://")


def _profile(text: str) -> Profile:
    try:
        return Profile(text)
    except ValueError:
        raise BadSettings(f"PROFILE={text}: either local or production") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise BadSettings(f"PORT={text}: a number from 1 to 65535")
    return int(text)


def _outside(env: Mapping[str, str], name: str) -> Outside:
    url, file = env.get(f"{name}_URL") or None, env.get(f"{name}_CREDENTIALS_FILE") or None
    if url is None:
        return Outside(None, None)
    if file is None:
        raise BadSettings(f"{name}_URL needs {name}_CREDENTIALS_FILE, a JSON file that only we can read")
    parts = _parts(url)
    if parts is None or parts.username or parts.password or parts.query or parts.fragment:
        raise BadSettings(f"{name}_URL: https://host/path, without user, password or question mark")
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise BadSettings(f"{name}_URL: what we ask is personal; only https:// leaves this machine")
    return Outside(url.rstrip("/"), Path(file))


def _parts(url: str) -> SplitResult | None:
    """The address in its parts, if it is one of the web."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError for what is no number
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


def _level(name: str) -> str:
    if name not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise BadSettings(f"LOG_LEVEL={name}: DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return name


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
