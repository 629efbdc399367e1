"""What a signed PDF is worth: looked at by pyHanko, under the roots that we name."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """One signature.

    It is `intact` when no byte changed, `valid` when the key fits, `trusted` when its chain ends in a named
    root, and `whole` when nothing was added after it.
    """

    signer: str
    signed_at: datetime | None
    reason: str | None
    intact: bool
    valid: bool
    trusted: bool
    whole: bool

    @property
    def good(self) -> bool:
        """Whether it may be believed."""
        return self.intact and self.valid and self.trusted and self.whole


def validate(pdf: bytes, roots: Sequence[Certificate], *, at: datetime) -> tuple[SignatureCheck, ...]:
    """Every signature, by what holds at that moment; none when the file cannot be read. Call it in a thread."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures
        return tuple(_check(signature, roots, at) for signature in signatures)
    except (PdfError, ValueError, KeyError, TypeError):
        return ()


def _check(signature: EmbeddedPdfSignature, roots: Sequence[Certificate], at: datetime) -> SignatureCheck:
    trusted = load_certs_from_pemder_data(b"".join(root.public_bytes(Encoding.PEM) for root in roots))
    context = ValidationContext(trust_roots=list(trusted), allow_fetching=False, moment=at)
    status: PdfSignatureStatus | None
    try:
        status = validate_pdf_signature(signature, context)
    except SignatureValidationError:
        status = None
    entries = signature.sig_object
    return SignatureCheck(
        signer=str(signature.signer_cert.subject.native.get("common_name", "")),
        signed_at=signature.self_reported_timestamp,
        reason=str(entries["/Reason"]) if "/Reason" in entries else None,
        intact=status is not None and status.intact,
        valid=status is not None and status.valid,
        trusted=status is not None and status.trusted,
        whole=status is not None and status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
    )
