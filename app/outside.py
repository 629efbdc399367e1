"""Choosing who stands behind the registries and the payment channel; nobody, where nobody was named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.local.addresses import running_outside
from app.settings import BadSettings, Outside, Settings
from integrations.absent import NoPayments, NoRegistry
from integrations.calling import Patience
from integrations.payments import Bank, PaymentCredentials
from integrations.population import Dukcapil, PopulationCredentials
from integrations.tax import TaxCredentials, TaxOffice
from models.kit.ports import PaymentChannel, PopulationRegistry, TaxRegistry

LOCAL_CHANNEL = "lokal"
CHANNEL = "bank"

Credentials = TypeVar("Credentials")


def population_registry(settings: Settings, patience: Patience | None = None) -> PopulationRegistry:
    """Dukcapil, or nobody; raises BadSettings."""
    given = _given(settings, "population", settings.population)
    if given is None:
        return NoRegistry()
    return Dukcapil(given[0], credentials(given[1], PopulationCredentials), patience=patience)


def tax_registry(settings: Settings, patience: Patience | None = None) -> TaxRegistry:
    """The tax office, or nobody; raises BadSettings."""
    given = _given(settings, "tax", settings.tax)
    if given is None:
        return NoRegistry()
    return TaxOffice(given[0], credentials(given[1], TaxCredentials), patience=patience)


def payment_channel(settings: Settings, patience: Patience | None = None) -> PaymentChannel:
    """The bank, or nobody; raises BadSettings."""
    given = _given(settings, "payment", settings.payment)
    if given is None:
        return NoPayments()
    name = LOCAL_CHANNEL if settings.is_local else CHANNEL
    file = given[1]
    try:
        return Bank(name, given[0], credentials(file, PaymentCredentials), settings.clock, patience=patience)
    except ValueError:
        raise BadSettings(f"{file}: webhook_secret is whsec_ and at least 24 bytes in base64") from None


def credentials(file: Path, kind: Callable[..., Credentials]) -> Credentials:
    """What the JSON file says, which has exactly the names of the fields; raises BadSettings, quoting nothing."""
    try:
        told = json.loads(file.read_text())
        if not all(isinstance(text, str) and text.isprintable() and text for text in told.values()):
            raise ValueError
        return kind(**told)
    except OSError as error:
        raise BadSettings(f"{file}: {error.strerror}") from None
    except (ValueError, TypeError, AttributeError):
        fields = ", ".join(getattr(kind, "__dataclass_fields__", ()))
        raise BadSettings(f"{file}: a JSON object with the texts {fields}") from None


def _given(settings: Settings, name: str, outside: Outside) -> tuple[str, Path] | None:
    """Address and credentials: those of the settings, else in the local profile those of `make run`."""
    if outside.url is not None and outside.credentials_file is not None:
        return outside.url, outside.credentials_file
    if not settings.is_local:
        return None
    url = running_outside(settings.var_dir)
    return (url, settings.var_dir / "outside" / f"{name}.json") if url else None
