"""Keys and certificates of the local profile, each marked as a sample in its very name."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

from models.kit.ports import Signatory

SAMPLE = "CONTOH, bukan TTE tersertifikasi"
_TEN_YEARS = timedelta(days=3653)
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
# RSA, because an elliptic key would lift a PDF/A-2 to PDF 2.0. 2048 bits is what BSrE gives its signers, and
# a first start with several officers stays quick.
_AUTHORITY_BITS, _SIGNER_BITS = 3072, 2048
_LONGEST = 64  # X.520 upper bounds


def new_authority(at: datetime) -> bytes:
    """A CA good for ten years from `at`: key and self-signed certificate in one PEM, so that they cannot part."""
    key = generate_private_key(public_exponent=65537, key_size=_AUTHORITY_BITS)
    name = _name(("CN", "CONTOH CA Kabupaten Pintar, bukan PSrE"), ("OU", SAMPLE), ("C", "ID"))
    certificate = (
        _builder(name, name, key, at, at + _TEN_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)


def new_identity(
    signatory: Signatory,
    passphrase: str,
    issuer_key: RSAPrivateKey,
    issuer: x509.Certificate,
    at: datetime,
) -> bytes:
    """A signing officer's key and certificate as PKCS#12, good from `at`, sealed with the officer's passphrase."""
    key = generate_private_key(public_exponent=65537, key_size=_SIGNER_BITS)
    person = (("CN", signatory.name), ("title", signatory.position), ("O", signatory.agency))
    name = _name(*person, ("OU", SAMPLE), ("C", "ID"))
    authority_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    certificate = (
        _builder(name, issuer.subject, key, at, issuer.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        .add_extension(authority_id, critical=False)
        .sign(issuer_key, SHA256())
    )
    seal = BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(None, key, certificate, [issuer], seal)


def _name(*parts: tuple[str, str]) -> x509.Name:
    kinds = {
        "CN": NameOID.COMMON_NAME,
        "title": NameOID.TITLE,
        "O": NameOID.ORGANIZATION_NAME,
        "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
        "C": NameOID.COUNTRY_NAME,
    }
    return x509.Name([x509.NameAttribute(kinds[kind], text[:_LONGEST]) for kind, text in parts if text])


def _builder(
    name: x509.Name, issuer: x509.Name, key: RSAPrivateKey, at: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority,
        crl_sign=authority, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
