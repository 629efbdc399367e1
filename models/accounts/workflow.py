"""How phone numbers and passwords are read."""

import asyncio

import phonenumbers
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

COUNTRY = "ID"

_hasher = PasswordHasher()
_one_at_a_time = asyncio.Semaphore(2)
"""A hash takes 64 MiB and a tenth of a second; a crowd at the door must not take the machine."""


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


async def hashed_password(password: str) -> str:
    """An Argon2id hash, made in a thread."""
    async with _one_at_a_time:
        return await asyncio.to_thread(_hasher.hash, password)


async def is_password(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes as long when there is no such account."""
    async with _one_at_a_time:
        try:
            return await asyncio.to_thread(_hasher.verify, stored or _DECOY, password) and stored is not None
        except VerificationError:
            return False


_DECOY = _hasher.hash("no account has this password")
