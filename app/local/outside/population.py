"""The population registry, by rule and without a living person in it.

It knows the demo's citizens as the seed has them. Of other numbers of the unassigned province 99 it believes what it is
told, except that numbers ending in 8xxx are somebody else's (the name differs) and those ending in 9xxx are nobody's.
The birth date is the one in the number, a family card must be of province 99. All other numbers are unknown.
"""

import csv
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.local.outside.keys import Keys
from integrations.population import NOT_FOUND, PopulationCredentials

CITIZENS = Path(__file__).parents[2] / "seed_data" / "citizens.csv"
PROVINCE = "99"
WRONG_USER = "05"
_NAME = "NAMA_LGKP"


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry has of one person, in its own words; None: whatever it is told."""

    elements: Mapping[str, str | None]

    def compare(self, told: Mapping[str, str], threshold: int) -> dict[str, str]:
        """A verdict on each element that was told."""
        return {name: self._verdict(name, value, threshold) for name, value in told.items()}

    def _verdict(self, name: str, value: str, threshold: int) -> str:
        truth = self.elements.get(name)
        if name == _NAME and truth is not None:
            likeness = round(100 * SequenceMatcher(None, _plain(truth), _plain(value)).ratio())
            return f"{_word(likeness >= threshold)} ({likeness})"
        if name == "NO_KK":
            return _word(value.startswith(PROVINCE))
        return _word(truth is None or truth.lstrip("0") == value.lstrip("0"))


async def verify(request: Request) -> Response:
    """POST …/CALL_VERIFY_BY_ELEMEN."""
    keys: Keys = request.app.state.keys
    told: dict[str, Any] = await request.json()
    if not _may_ask(told, request.path_params["agency"], keys.population):
        return _row({"RESPONSE_CODE": WRONG_USER, "RESPONSE": "User tidak dikenal"})
    elements = {name: str(value) for name, value in told.items() if name not in _OURS}
    person = find(elements.get("NIK", ""))
    if person is None:
        return _row({"RESPONSE_CODE": NOT_FOUND, "RESPONSE": "Data tidak ditemukan"})
    return _row(person.compare(elements, int(told["TRESHOLD"])))


def find(nik: str) -> Known | None:
    """The person of a number, if the registry has one."""
    seeded = _citizens().get(nik)
    if seeded is not None:
        return Known(seeded)
    if not nik.startswith(PROVINCE) or len(nik) != 16 or nik[12] == "9":
        return None
    return Known({"TGL_LHR": born(nik), _NAME: "Orang Lain" if nik[12] == "8" else None})


def born(nik: str) -> str:
    """The birth date in a number, as DD-MM-YYYY; two-digit years up to 25 are of this century."""
    day, month, year = int(nik[6:8]) % 40, nik[8:10], nik[10:12]
    return f"{day:02}-{month}-{'20' if int(year) <= 25 else '19'}{year}"


def _citizens() -> dict[str, Mapping[str, str | None]]:
    with CITIZENS.open(newline="", encoding="utf-8") as file:
        return {row["nik"]: _elements(row) for row in csv.DictReader(file)}


def _elements(row: Mapping[str, str]) -> dict[str, str | None]:
    province, regency, district, village = row["village"].split(".")
    return {
        _NAME: row["name"],
        "TGL_LHR": born(row["nik"]),
        "NO_PROP": province,
        "NO_KAB": regency,
        "NO_KEC": district,
        "NO_KEL": village,
        "NO_RT": row["rt"],
        "NO_RW": row["rw"],
    }


_OURS = frozenset({"USER_ID", "PASSWORD", "IP_USER", "TRESHOLD"})


def _may_ask(told: Mapping[str, Any], agency: str, known: PopulationCredentials) -> bool:
    given = (agency, told.get("USER_ID"), told.get("PASSWORD"), told.get("IP_USER"))
    right = (known.agency, known.user_id, known.password, known.ip_user)
    return all(
        hmac.compare_digest(str(one).encode(), other.encode())
        for one, other in zip(given, right, strict=True)
    )


def _row(row: Mapping[str, str]) -> Response:
    return JSONResponse({"content": [row], "numberOfElements": 1, "totalElements": 1, "lastPage": True})


def _word(alike: bool) -> str:
    return "Sesuai" if alike else "Tidak Sesuai"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
