"""Building the one Regency of a process from its settings."""

import secrets
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.outside import payment_channel, population_registry, tax_registry
from app.settings import BadSettings, Settings
from integrations.documents import TypstRenderer
from integrations.files import create_once
from integrations.messages import LocalChannel
from integrations.signing import LocalSigner
from integrations.storage import FileStorage, local_storage, storage_at
from models.kit.links import Links
from models.kit.regency import Regency
from models.kit.vault import Vault


def regency_of(settings: Settings) -> Regency:
    """The regency with its keys and its ways to the outside; raises BadSettings when one is missing."""
    if not settings.is_local:
        raise BadSettings(
            "PROFILE=production: this release has no connection to an SMS gateway or a certified signer yet"
        )
    vault = Vault(_master_key(settings))
    signer = LocalSigner(settings.var_dir / "signing", settings.clock)
    signer.prepare()
    return Regency(
        name=settings.regency_name,
        seat=settings.regency_seat,
        zone=_zone(settings.time_zone),
        sample=True,
        vault=vault,
        links=Links(vault.key("links"), settings.public_url),
        storage=_storage(settings),
        renderer=TypstRenderer(),
        signer=signer,
        sms=LocalChannel(settings.var_dir / "messages", settings.clock),
        population=population_registry(settings),
        tax=tax_registry(settings),
        payments=payment_channel(settings),
        clock=settings.clock,
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadSettings(
            f"TIME_ZONE={name}: no such zone; Asia/Jakarta, Asia/Makassar or Asia/Jayapura"
        ) from None


def _master_key(settings: Settings) -> bytes:
    path = settings.secret_key_file
    if settings.is_local and not path.exists():
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        create_once(path, secrets.token_bytes(32))
    return _read_key(path)


def _read_key(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except OSError as error:
        raise BadSettings(f"SECRET_KEY_FILE={path}: {error.strerror}") from None
    if len(key) < 32:
        raise BadSettings(f"SECRET_KEY_FILE={path}: at least 32 random bytes")
    return key


def _storage(settings: Settings) -> FileStorage:
    return storage_at(settings.files_url) if settings.files_url else local_storage(settings.var_dir / "files")
