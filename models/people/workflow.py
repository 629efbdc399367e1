"""What can be known of a NIK without asking the registry."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from models.kit.text import N_

WOMEN_ADD = 40
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "51",
        "52",
        "53",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
        "81",
        "82",
        "91",
        "92",
        "93",
        "94",
        "95",
        "96",
    ]
)
TEST_PROVINCE = "99"
"""Unassigned, so no made-up number belongs to a living person."""

NOT_SIXTEEN_DIGITS = N_("NIK terdiri dari 16 angka. Periksa lagi di KTP Anda.")
IMPOSSIBLE_DATE = N_("Tanggal lahir di dalam NIK tidak ada di kalender. Periksa lagi angkanya.")
NO_SERIAL = N_("Empat angka terakhir NIK tidak boleh 0000. Periksa lagi angkanya.")


@dataclass(frozen=True, slots=True)
class NikFindings:
    """`fault`: why it cannot be a NIK, for the person; `notes`: what an officer should look at."""

    fault: str | None
    notes: tuple[str, ...] = ()


def examine_nik(nik: str, *, districts: Collection[str], today: date, test_numbers: bool) -> NikFindings:
    """Judge a NIK: hard faults refuse it, soft ones become notes, for it outlives corrections and moves."""
    if len(nik) != 16 or not (nik.isascii() and nik.isdigit()):
        return NikFindings(NOT_SIXTEEN_DIGITS)
    day, month = int(nik[6:8]), int(nik[8:10])
    if day > WOMEN_ADD:
        day -= WOMEN_ADD
    if not _exists(day, month):
        return NikFindings(IMPOSSIBLE_DATE)
    if nik[12:] == "0000":
        return NikFindings(NO_SERIAL)
    provinces = PROVINCES | {TEST_PROVINCE} if test_numbers else PROVINCES
    notes = []
    if nik[:2] not in provinces:
        notes.append("nik-unknown-province")
    elif nik[:4] in {code[:4] for code in districts} and nik[:6] not in districts:
        notes.append("nik-unknown-district")
    if (day, month) == (29, 2) and not _is_leap(int(nik[10:12]), today):
        notes.append("nik-leap-day")
    return NikFindings(None, tuple(notes))


def _is_leap(year: int, today: date) -> bool:
    """Whether a two-digit year was a leap year; those up to this year's are taken for 20xx."""
    century = 2000 if year <= today.year % 100 else 1900
    return calendar.isleap(century + year)


def _exists(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1]


def masked_nik(nik: str) -> str:
    """`3308••••••••0001`: enough to recognise one's own."""
    return f"{nik[:4]}{'•' * 8}{nik[-4:]}"


def masked_name(name: str) -> str:
    """`S••• R•••••`: the holder as a stranger may see them."""
    return " ".join(word[0] + "•" * max(len(word) - 1, 1) for word in name.split())
