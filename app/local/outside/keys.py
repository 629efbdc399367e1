"""What the regency knows the outside by, in files that only their owner can read."""

import json
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from integrations.files import create_once, private_folder
from integrations.payments import PaymentCredentials
from integrations.population import PopulationCredentials
from integrations.tax import TaxCredentials


@dataclass(frozen=True, slots=True)
class Keys:
    """The same three files that the regency reads, and the word that lets somebody order trouble."""

    population: PopulationCredentials
    tax: TaxCredentials
    payment: PaymentCredentials
    control: str = field(repr=False)


def kept_keys(folder: Path) -> Keys:
    """The folder's keys, made at first use."""
    private_folder(folder)
    return Keys(
        PopulationCredentials(**_kept(folder / "population.json", _population())),
        TaxCredentials(**_kept(folder / "tax.json", {"token": secrets.token_urlsafe(24)})),
        PaymentCredentials(**_kept(folder / "payment.json", _payment())),
        _kept(folder / "control.json", {"token": secrets.token_urlsafe(24)})["token"],
    )


def _population() -> dict[str, str]:
    return {
        "agency": "CONTOH",
        "user_id": "DPMPTSP-CONTOH",
        "password": secrets.token_urlsafe(24),
        "ip_user": "127.0.0.1",
    }


def _payment() -> dict[str, str]:
    secret = b64encode(secrets.token_bytes(32)).decode()
    return {"token": secrets.token_urlsafe(24), "webhook_secret": f"whsec_{secret}"}


def _kept(file: Path, fresh: dict[str, str]) -> dict[str, str]:
    create_once(file, json.dumps(fresh, indent=1).encode())
    kept: dict[str, str] = json.loads(file.read_bytes())
    return kept
