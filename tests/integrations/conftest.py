"""Sheets and signatories that the tests of this folder share."""

from datetime import date
from pathlib import Path

import pytest

from integrations.documents import TypstRenderer
from integrations.signing import LocalSigner
from models.kit.ports import PermitSheet, Signatory
from tests.clock import StoryClock

PASSPHRASE = "kata sandi Bu Kadis"


@pytest.fixture
def head() -> Signatory:
    return Signatory(
        "kadis-dpmptsp", "Kepala Contoh, M.Si.", "Kepala DPMPTSP", "197001011995032001", "DPMPTSP"
    )


@pytest.fixture
def sheet(head: Signatory) -> PermitSheet:
    return PermitSheet(
        template="izin-reklame",
        title="Izin Penyelenggaraan Reklame",
        number="503/0127/2026",
        regency="Kabupaten Magelang",
        issuer="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        issuer_address="Kota Mungkid",
        holder=(("Nama", "Warga Contoh"),),
        fields=(("Naskah", "Kopi Menoreh"),),
        legal_basis=("Peraturan Bupati",),
        statement="Setelah permohonan diperiksa dan memenuhi syarat:",
        issued_on=date(2026, 11, 23),
        issued_on_text="23 November 2026",
        valid_until_text="sampai dengan 23 November 2027",
        place="Kota Mungkid",
        signatory=head,
        verification_url="http://127.0.0.1:8000/v/7F3K9QWERTY234",
        code="7F3K9QWERTY234",
        sample=True,
    )


@pytest.fixture
def renderer() -> TypstRenderer:
    return TypstRenderer()


@pytest.fixture
async def permit(renderer: TypstRenderer, sheet: PermitSheet) -> bytes:
    return await renderer.render(sheet)


@pytest.fixture
def signer(tmp_path: Path, head: Signatory, clock: StoryClock) -> LocalSigner:
    signer = LocalSigner(tmp_path / "signing", clock)
    signer.prepare()
    signer.enrol(head, PASSPHRASE)
    return signer


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE
