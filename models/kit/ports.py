"""The ways to the outside world, as the regency sees them; `integrations/` holds what stands behind them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, Protocol
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

    async def delete(self, key: str) -> None:
        """Forget the content for good; what is not there is forgotten already."""
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


class RegistryUnavailable(Exception):
    """No answer that can be relied on (late, refused, out of order, nonsense, none connected): an officer looks."""


class PopulationField(StrEnum):
    """What the population registry compares for us."""

    NIK = "nik"
    NAME = "name"
    BIRTH_DATE = "birth-date"
    FAMILY_CARD = "family-card"
    VILLAGE = "village"
    RT = "rt"
    RW = "rw"


@dataclass(frozen=True, slots=True)
class PopulationQuestion:
    """What a person has told of themselves; what is None is not asked. Free text (the street) is never compared."""

    nik: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    family_card: str | None = field(default=None, repr=False)
    village_code: str | None = field(default=None, repr=False)
    """`33.08.01.2001`."""
    rt: str | None = field(default=None, repr=False)
    rw: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PopulationAnswer:
    """Which of the asked fields the registry has alike and which otherwise, never what stands there.

    A number that the registry does not know answers with everything in `differing`.
    """

    alike: frozenset[PopulationField]
    differing: frozenset[PopulationField]

    @property
    def matches(self) -> bool:
        """Whether nothing that was asked differs."""
        return not self.differing


class PopulationRegistry(Protocol):
    """Compares what a person says with the population registry (Dukcapil): match or mismatch only."""

    async def verify(self, question: PopulationQuestion) -> PopulationAnswer:
        """Compare, within eight seconds and outside any transaction; raises RegistryUnavailable."""
        ...


class TaxKind(StrEnum):
    """The regional taxes that can be in arrears (UU 1/2022 Ps 4)."""

    PBB = "pbb-p2"
    BPHTB = "bphtb"
    PBJT = "pbjt"
    REKLAME = "reklame"
    GROUNDWATER = "pat"
    MINERALS = "mblb"
    SWIFTLETS = "sarang-burung-walet"


@dataclass(frozen=True, slots=True)
class TaxAnswer:
    """Whether a taxpayer owes, and of which kind; never how much.

    `known` is false when an NPWPD was asked that nobody holds; a NIK under which nothing is registered owes nothing.
    """

    known: bool
    arrears: frozenset[TaxKind] = frozenset()

    @property
    def clear(self) -> bool:
        """Whether nothing stands in the way."""
        return self.known and not self.arrears


class TaxRegistry(Protocol):
    """Tells whether a taxpayer of the regency is clear (tax clearance)."""

    async def clearance(self, *, nik: str | None = None, npwpd: str | None = None) -> TaxAnswer:
        """Ask by NIK, by NPWPD or by both, within eight seconds and outside any transaction.

        Raises RegistryUnavailable.
        """
        ...


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A bill as the payer's bank sees it: whole rupiah; `number` is the idempotency key. No personal data."""

    number: str
    amount: int
    text: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentInstruction:
    """What the payer tells the bank (a virtual account), and the page where it can be paid at once, if any."""

    code: str
    url: str | None


@dataclass(frozen=True, slots=True)
class PaymentNoticeRead:
    """A notice of payment whose signature has been verified; `id` is the same when it is sent again."""

    id: str
    bill: str
    amount: int
    reference: str
    paid_at: datetime
    content: Mapping[str, Any] = field(repr=False)


class PaymentUnavailable(Exception):
    """The channel did not take the bill over; trying again later helps."""


class NoticeRefused(Exception):
    """What came to the callback is not a notice to act upon."""


class ForgedNotice(NoticeRefused):
    """Not signed by the channel, or signed too long ago: it did not come from the bank, or came a second time round."""


class UnreadableNotice(NoticeRefused):
    """Signed by the channel, but not a notice of payment."""


class PaymentChannel(Protocol):
    """A way to pay bills."""

    @property
    def name(self) -> str:
        """The last part of its callback's path, `/pembayaran/{name}`."""
        ...

    async def open(self, order: PaymentOrder) -> PaymentInstruction:
        """Make a bill payable; the same number again moves its last day and gives the same instruction.

        Raises PaymentUnavailable.
        """
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> PaymentNoticeRead:
        """Verify a signed callback (Standard Webhooks) and read it; raises ForgedNotice or UnreadableNotice."""
        ...
