"""Short-lived links to files: whoever holds one may fetch that one file for a quarter of an hour."""

from typing import Any, Literal, NamedTuple
from uuid import UUID

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from models.kit.clock import Clock

LIFETIME_SECONDS = 15 * 60

FileKind = Literal["document", "permit", "prepared"]


class FileLink(NamedTuple):
    """What a link leads to."""

    kind: FileKind
    id: UUID


class _Signer(TimestampSigner):
    """Signs with the time of our clock."""

    def __init__(self, *given: Any, clock: Clock, **named: Any) -> None:
        super().__init__(*given, **named)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock().timestamp())


class Links:
    """Makes and reads signed links; they carry an opaque identifier and nothing about a person."""

    def __init__(self, key: str, public_url: str, clock: Clock) -> None:
        self._serializer = URLSafeTimedSerializer(
            key, salt="file-link", signer=_Signer, signer_kwargs={"clock": clock}
        )
        self._public_url = public_url.rstrip("/")

    def to(self, kind: FileKind, id: UUID) -> str:
        """An absolute URL of the file, good for `LIFETIME_SECONDS`."""
        return f"{self._public_url}/berkas/{self._serializer.dumps([kind, id.hex])}"

    def read(self, token: str) -> FileLink | None:
        """What the token leads to, or None when it is forged or too old."""
        try:
            kind, id = self._serializer.loads(token, max_age=LIFETIME_SECONDS)
        except BadSignature:
            return None
        return FileLink(kind, UUID(hex=id))

    def check_page(self, code: str) -> str:
        """The public page on which a permit is checked; the QR carries it."""
        return f"{self._public_url}/v/{code}"

    def application_page(self, number: str) -> str:
        """The applicant's page of an application."""
        return f"{self._public_url}/permohonan/{number}"

    def tracking_page(self) -> str:
        """The page on which number and PIN tell where an application stands."""
        return f"{self._public_url}/lacak"
