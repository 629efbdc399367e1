"""What the regency knows the outside by."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from app.local.outside.key_files import make_key_files
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
    make_key_files(folder)
    return Keys(
        PopulationCredentials(**_read(folder / "population.json")),
        TaxCredentials(**_read(folder / "tax.json")),
        PaymentCredentials(**_read(folder / "payment.json")),
        _read(folder / "control.json")["token"],
    )


def _read(file: Path) -> dict[str, str]:
    kept: dict[str, str] = json.loads(file.read_bytes())
    return kept
