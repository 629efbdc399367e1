"""The ways to the outside world, as the regency sees them; `integrations/` holds what stands behind them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol
from uuid import UUID


class Missing(Exception):
    """There is no content under this key."""


class AlreadyStored(Exception):
    """Other content is stored under this key; content once written is never changed."""


class Storage(Protocol):
    """Content under a key such as `permits/0193….pdf`, written once."""

    async def put(self, key: str, content: bytes) -> None:
        """Store; the same content again is fine, other content raises AlreadyStored."""
        ...

    async def get(self, key: str) -> bytes:
        """The content; raises Missing."""
        ...

    def stream(self, key: str) -> AsyncIterator[bytes]:
        """The content piece by piece, for serving; raises Missing at the first piece."""
        ...


@dataclass(frozen=True, slots=True)
class Signatory:
    """The officer who signs by law: never a robot."""

    username: str
    name: str
    position: str
    nip: str | None
    agency: str


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A signed PDF; `certified` only when a certification body (PSrE) stands behind the certificate."""

    content: bytes
    reference: str
    certified: bool


class SigningFailed(Exception):
    """The document has not been signed; no secret is ever part of this."""


class WrongSecret(SigningFailed):
    """The passphrase does not open the signatory's key."""


class SignerUnknown(SigningFailed):
    """The signatory has no certificate here."""


class SignerUnavailable(SigningFailed):
    """The signing service does not answer or cannot work; trying again later helps."""


class Signer(Protocol):
    """Signs a PDF in the name of a signatory."""

    async def sign(
        self, pdf: bytes, signatory: Signatory, secret: str, *, reason: str, location: str, reference: str
    ) -> SignedDocument:
        """Sign with the signatory's secret, which is used once and kept nowhere; raises SigningFailed."""
        ...


Template = Literal["izin-reklame", "surat-keterangan-usaha", "umum"]
Line = tuple[str, str]
"""A label and what stands beside it."""


@dataclass(frozen=True, slots=True)
class PermitSheet:
    """All that an issued document prints; texts are printed as they are, never read as markup.

    `holder` says to whom, `fields` for what. `issuer_parents` stand between regency and issuer in the head
    ("Kecamatan Salaman" over "Desa Ngargoretno"). `on_behalf` is "a.n. Bupati Magelang", "Plt." or "Plh.".
    """

    template: Template
    title: str
    number: str
    regency: str
    issuer: str
    issuer_address: str
    holder: tuple[Line, ...]
    fields: tuple[Line, ...]
    legal_basis: tuple[str, ...]
    statement: str
    issued_on: date
    issued_on_text: str
    valid_until_text: str | None
    place: str
    signatory: Signatory
    verification_url: str
    code: str
    sample: bool
    on_behalf: str | None = None
    conditions: tuple[str, ...] = ()
    issuer_parents: tuple[str, ...] = ()


class Renderer(Protocol):
    """Makes the PDF that will be signed."""

    async def render(self, sheet: PermitSheet) -> bytes:
        """A PDF/A-2a with tags; the same sheet gives the same bytes."""
        ...


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A text to one phone; `id` is the idempotency key and `to` is in E.164."""

    id: UUID
    to: str
    text: str


class ChannelUnavailable(Exception):
    """The message was not taken over; trying again later helps."""


class Channel(Protocol):
    """A way to reach people."""

    async def send(self, message: OutgoingMessage) -> str:
        """Hand over and answer the provider's reference; raises ChannelUnavailable.

        The same id twice is delivered once.
        """
        ...
