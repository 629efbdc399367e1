"""How phone numbers are read, and how many codes a phone gets."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import phonenumbers

COUNTRY = "ID"

CODES_OF_A_PHONE = ((5, timedelta(hours=1)), (12, timedelta(days=1)))
"""The last of them is long, so that a phone always has a code that works."""


def normalised_phone(text: str) -> str | None:
    """`0812 3456 7890`, `62812…` or `+62 812…` as E.164; None when it cannot be a mobile number of this country."""
    digits = text.strip()
    if digits.startswith("62"):
        digits = "+" + digits
    try:
        number = phonenumbers.parse(digits, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    if not (phonenumbers.is_valid_number(number) and mobile and number.country_code == 62):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked_phone(phone: str) -> str:
    """`+62••••••7890`."""
    return phone[:3] + "•" * 6 + phone[-4:]


def room_at(asked: Sequence[datetime], at: datetime) -> datetime:
    """When a phone that asked at these times, the earliest first, may ask for another code: now or later."""
    rooms = [asked[-most] + within for most, within in CODES_OF_A_PHONE if len(asked) >= most]
    return max([at, *rooms])
