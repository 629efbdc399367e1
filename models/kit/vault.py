"""Secrets of the regency: sealing personal data, blind look-up, PINs. One master key, one derived key for each use."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Seal:
    """Seals text with AES-256-GCM under one key, which it never shows."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def seal(self, text: str, context: str) -> bytes:
        """Encrypt; `context` (e.g. "nik") must be the same when it is opened."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._aead.encrypt(nonce, text.encode(), context.encode())

    def open(self, sealed: bytes, context: str) -> str:
        """Decrypt what `seal` gave; raises `cryptography.exceptions.InvalidTag` when it was changed."""
        sealed = bytes(sealed)
        return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode()).decode()


class Vault(Seal):
    """The regency's own seal, which also derives what must not be stored; one master key stands behind all of it."""

    def __init__(self, master: bytes) -> None:
        if len(master) < 32:
            raise ValueError("the master key needs at least 32 bytes")
        derive: Callable[[str], bytes] = lambda use: HKDF(SHA256(), 32, None, use.encode()).derive(master)  # noqa: E731
        super().__init__(derive("seal"))
        self._blind = derive("blind")
        self._pin = derive("pin")
        self._derive = derive

    def key(self, use: str) -> str:
        """A key for another use, e.g. signing links, as URL-safe text."""
        return base64.urlsafe_b64encode(self._derive(use)).decode()

    def blind(self, context: str, text: str) -> str:
        """A keyed hash (HMAC-SHA256, hex) to look up what is sealed."""
        return hmac.new(self._blind, f"{context}\0{text}".encode(), hashlib.sha256).hexdigest()

    def pin(self, number: str) -> str:
        """The six-digit PIN of an application number: derived, never stored."""
        digest = hmac.digest(self._pin, number.encode(), "sha256")
        return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"

    def is_pin(self, number: str, pin: str) -> bool:
        """Whether the PIN belongs to the number, in constant time."""
        return hmac.compare_digest(self.pin(number).encode(), pin.strip().encode())


def token_hash(token: str) -> str:
    """What is stored of a bearer token or a session: its SHA-256, enough for 256-bit random tokens."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)
