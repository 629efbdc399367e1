"""Which agencies a regency's places have: a government for every village, an office for every district."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.places.workflow import RegionKind, kind_of_code, parent_of_code

RT, VILLAGE, DISTRICT = "rt", "village", "district"
"""The kinds of agency that are found by a place, the nearest first."""
RISING = (RT, VILLAGE, DISTRICT)

_TITLES = {
    RegionKind.DISTRICT: ("kec", "Kecamatan"),
    RegionKind.URBAN_VILLAGE: ("kelurahan", "Kelurahan"),
    RegionKind.VILLAGE: ("desa", "Desa"),
}


@dataclass(frozen=True, slots=True)
class AgencyDraft:
    """What is said of a new agency."""

    code: str
    name: str
    kind: str
    region_code: str | None = None
    address: str = ""


def agencies_of_regions(
    names: Mapping[str, str],
    *,
    regency: str,
    served: Collection[tuple[str | None, str]],
    taken: Collection[str],
) -> list[AgencyDraft]:
    """The agencies of all districts and villages (names by Kemendagri code) that none serves yet, in their order.

    `served` are the region and kind of those there are, `taken` their codes. A code is `desa-paripurno`, with the
    district behind it where another place is called the same, and with the region's digits where that is taken too.
    """
    codes, drafts = set(taken), list[AgencyDraft]()
    called = Counter(_called(region, names) for region in names)
    for region in sorted(names):
        kind = _kind(region)
        if kind is None or (region, kind) in served:
            continue
        shortest = 0 if called[_called(region, names)] == 1 else 1
        code = next(code for code in _codes(region, names)[shortest:] if code not in codes)
        codes.add(code)
        drafts.append(AgencyDraft(code, _name(region, names), kind, region, _address(region, names, regency)))
    return drafts


def _kind(region: str) -> str | None:
    match kind_of_code(region):
        case RegionKind.REGENCY:
            return None
        case RegionKind.DISTRICT:
            return DISTRICT
        case _:
            return VILLAGE


def _called(region: str, names: Mapping[str, str]) -> str:
    prefix, _ = _TITLES.get(kind_of_code(region), ("", ""))
    return f"{prefix}-{_in_code(names[region])}"


def _codes(region: str, names: Mapping[str, str]) -> list[str]:
    """What the code may be, the shortest first."""
    own, above = _called(region, names), names.get(parent_of_code(region) or "")
    longer = [f"{own}-{_in_code(above)}"] if above else []
    return [own, *longer, f"{own}-{region.replace('.', '')}"]


def _in_code(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _name(region: str, names: Mapping[str, str]) -> str:
    return f"{_TITLES[kind_of_code(region)][1]} {names[region]}"


def _address(region: str, names: Mapping[str, str], regency: str) -> str:
    above = parent_of_code(region) or ""
    higher = [_name(above, names)] if kind_of_code(region) is not RegionKind.DISTRICT else []
    return ", ".join([_name(region, names), *higher, regency])
