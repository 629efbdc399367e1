"""Addresses of ours: of files, which open only for whoever may see them, and of pages that messages name."""

from typing import Literal, NamedTuple
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

FileKind = Literal["document", "permit", "prepared"]


class FileLink(NamedTuple):
    """What a link leads to."""

    kind: FileKind
    id: UUID


class Links:
    """Makes and reads links; those to files are signed against guessing, and give nobody a right to see the file."""

    def __init__(self, key: str, public_url: str) -> None:
        self._serializer = URLSafeSerializer(key, salt="file-address")
        self._public_url = public_url.rstrip("/")

    def to(self, kind: FileKind, id: UUID) -> str:
        """The absolute URL of a file; the same for ever."""
        return f"{self._public_url}/berkas/{self._serializer.dumps([kind, id.hex])}"

    def read(self, token: str) -> FileLink | None:
        """What the token leads to, or None when it is forged."""
        try:
            kind, id = self._serializer.loads(token)
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
