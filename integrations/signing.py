"""The signer of the local profile: real PAdES signatures under a CA that nobody else trusts."""

import asyncio
import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from integrations import certificates
from integrations.files import create_once, private_folder
from models.kit.clock import Clock
from models.kit.ports import Signatory, SignedDocument, SignerUnavailable, SignerUnknown, WrongSecret

_AUTHORITY = "ca.pem"
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# PDF/UA wants annotations tagged unless they are off the page; PDF/A wants them drawn unless they are empty.
_OFF_THE_PAGE = InvisSigSettings(box_out_of_bounds=True)
_NOT_IN_A_FIELD_NAME = re.compile(r"[^0-9A-Za-z_-]")


class _Signing(PdfSigner):
    """Writes down the time of our clock as that of the signature."""

    at: datetime

    def init_signing_session(self, *given: Any, **named: Any) -> Any:
        session = super().init_signing_session(*given, **named)
        session.system_time = self.at
        return session


class LocalSigner:
    """Implements `Signer` with keys in a folder; each key opens with its owner's passphrase only."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def prepare(self) -> None:
        """Make the folder and the CA unless they are there; two processes may do so at once."""
        private_folder(self._folder)
        if not (self._folder / _AUTHORITY).exists():
            create_once(self._folder / _AUTHORITY, certificates.new_authority(self._clock()))

    def enrol(self, signatory: Signatory, passphrase: str) -> None:
        """Give the officer a key and a certificate, once; raises WrongSecret if it has another."""
        path = self._key_file(signatory.username)
        if not path.exists():
            key, authority = self._authority()
            identity = certificates.new_identity(signatory, passphrase, key, authority, self._clock())
            create_once(path, identity)
        self._open(signatory.username, passphrase)

    def knows(self, username: str) -> bool:
        """Whether the officer has a key."""
        return self._key_file(username).exists()

    def authority(self) -> x509.Certificate:
        """The CA's certificate: the root under which `verification.validate` trusts our signatures."""
        return self._authority()[1]

    async def sign(
        self, pdf: bytes, signatory: Signatory, secret: str, *, reason: str, location: str, reference: str
    ) -> SignedDocument:
        """Sign invisibly (the page already names the signatory); raises SigningFailed."""
        name = f"TTE-{_NOT_IN_A_FIELD_NAME.sub('-', reference)}"
        field = SigFieldSpec(name, invis_sig_settings=_OFF_THE_PAGE)
        about = PdfSignatureMetadata(
            field_name=field.sig_field_name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=signatory.name,
            reason=f"{reason} ({certificates.SAMPLE})",
            location=location,
        )
        content = await asyncio.to_thread(self._sign, pdf, signatory.username, secret, field, about)
        return SignedDocument(content, f"lokal-{reference}", certified=False)

    def _sign(
        self, pdf: bytes, username: str, secret: str, field: SigFieldSpec, about: PdfSignatureMetadata
    ) -> bytes:
        # Not a certification signature: Adobe shows those as "certified", which a sample must not claim.
        signing = _Signing(about, self._open(username, secret), new_field_spec=field)
        signing.at = self._clock()
        try:
            signed: io.BytesIO = signing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        except (PdfError, SigningError) as error:
            raise SignerUnavailable(f"this PDF cannot be signed: {error}") from error
        return signed.getvalue()

    def _open(self, username: str, secret: str) -> SimpleSigner:
        """The officer's key; whatever goes wrong, no secret and no cause that could hold it leaves."""
        try:
            content = self._key_file(username).read_bytes()
        except FileNotFoundError:
            raise SignerUnknown(username) from None
        try:
            signer: SimpleSigner = SimpleSigner.load_pkcs12_data(content, [], secret.encode())
        except ValueError:
            raise WrongSecret(username) from None
        return signer

    def _key_file(self, username: str) -> Path:
        if not _USERNAME.fullmatch(username):
            raise SignerUnknown(username)
        return self._folder / f"{username}.p12"

    def _authority(self) -> tuple[RSAPrivateKey, x509.Certificate]:
        try:
            content = (self._folder / _AUTHORITY).read_bytes()
        except FileNotFoundError:
            raise SignerUnavailable("the local CA has not been prepared") from None
        key = load_pem_private_key(content, None)
        if not isinstance(key, RSAPrivateKey):
            raise SignerUnavailable("the local CA's key is not RSA")
        return key, x509.load_pem_x509_certificate(content)
