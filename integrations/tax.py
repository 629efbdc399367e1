"""The regional tax office: is a taxpayer clear?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.calling import NoAnswer, Nonsense, Patience, Service
from models.kit.ports import RegistryUnavailable, TaxAnswer, TaxKind

PATH = "/pajak-daerah/keterangan-fiskal"
_KINDS: Mapping[str, TaxKind] = {
    "PBB-P2": TaxKind.PBB,
    "BPHTB": TaxKind.BPHTB,
    "PBJT": TaxKind.PBJT,
    "REKLAME": TaxKind.REKLAME,
    "PAT": TaxKind.GROUNDWATER,
    "MBLB": TaxKind.MINERALS,
    "SARANG BURUNG WALET": TaxKind.SWIFTLETS,
}


@dataclass(frozen=True, slots=True)
class TaxCredentials:
    """What the tax office knows us by."""

    token: str = field(repr=False)


class TaxOffice:
    """Implements `TaxRegistry`. Nothing of question or answer is logged or kept."""

    def __init__(self, url: str, credentials: TaxCredentials, *, patience: Patience | None = None) -> None:
        headers = {"Authorization": f"Bearer {credentials.token}"}
        self._service = Service("tax", url, headers=headers, patience=patience or Patience())

    async def clearance(self, *, nik: str | None = None, npwpd: str | None = None) -> TaxAnswer:
        """Ask about the numbers that are given; raises RegistryUnavailable."""
        numbers = {name: number for name, number in (("NIK", nik), ("NPWPD", npwpd)) if number}
        if not numbers:
            raise RegistryUnavailable("nobody to ask about")
        try:
            return await self._service.ask(PATH, numbers, lambda answer: _read(answer, numbers))
        except NoAnswer as reason:
            raise RegistryUnavailable(str(reason)) from None


def _read(answer: Any, asked: Mapping[str, str]) -> TaxAnswer:
    """Strictly: one of three states, and kinds exactly where something is owed."""
    told = answer if isinstance(answer, dict) else {}
    match told.get("STATUS"), told.get("JENIS", []):
        case "LUNAS", []:
            return TaxAnswer(known=True)
        case "TIDAK TERDAFTAR", []:
            return TaxAnswer(known="NPWPD" not in asked)
        case "MENUNGGAK", [_, *_] as kinds if all(isinstance(one, str) and one in _KINDS for one in kinds):
            return TaxAnswer(known=True, arrears=frozenset(_KINDS[one] for one in kinds))
        case _:
            raise Nonsense("neither clear nor in arrears")
