"""What a region code says by itself."""

import re
from enum import StrEnum


class RegionKind(StrEnum):
    """The level of a region; the fourth part of a village's code starts with 1 for a kelurahan, 2 for a desa."""

    REGENCY = "regency"
    DISTRICT = "district"
    URBAN_VILLAGE = "urban_village"
    VILLAGE = "village"


VILLAGES = (RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE)


def kind_of_code(code: str) -> RegionKind:
    """The level that a Kemendagri code stands for."""
    parts = code.split(".")
    if len(parts) == 2:
        return RegionKind.REGENCY
    if len(parts) == 3:
        return RegionKind.DISTRICT
    return RegionKind.URBAN_VILLAGE if parts[3].startswith("1") else RegionKind.VILLAGE


def parent_of_code(code: str) -> str | None:
    """The code one level up, or None for a regency."""
    head, _, _ = code.rpartition(".")
    return head if "." in head else None


def is_village(code: str) -> bool:
    """Whether it is written like a village's code, wherever that may be."""
    return re.fullmatch(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}", code) is not None
