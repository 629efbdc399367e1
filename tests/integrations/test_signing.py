import asyncio
import logging
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.signing import LocalSigner
from integrations.verification import validate
from models.kit.ports import Signatory, SignedDocument, SignerUnknown, WrongSecret
from tests.clock import BEGINS, StoryClock


async def signed_by(signer: LocalSigner, pdf: bytes, head: Signatory, secret: str) -> SignedDocument:
    return await signer.sign(
        pdf, head, secret, reason="Izin terbit", location="Kota Mungkid", reference="permit_1"
    )


async def test_a_signed_permit_validates_and_a_changed_byte_breaks_it(
    permit: bytes, signer: LocalSigner, head: Signatory, passphrase: str
) -> None:
    signed = await signed_by(signer, permit, head, passphrase)

    assert not signed.certified
    assert signed.content.startswith(permit)
    assert b"/ETSI.CAdES.detached" in signed.content
    check, *others = await asyncio.to_thread(validate, signed.content, [signer.authority()], at=BEGINS)
    assert not others
    assert check.good
    assert check.signer == head.name
    assert check.reason is not None
    assert "CONTOH, bukan TTE tersertifikasi" in check.reason

    for place in (permit.index(b"stream") + 20, len(permit) // 2):
        changed = bytearray(signed.content)
        changed[place] ^= 1
        checks = await asyncio.to_thread(validate, bytes(changed), [signer.authority()], at=BEGINS)
        assert not any(check.good for check in checks)
    added = signed.content + b"\n% appended afterwards\n"
    assert not any(
        check.good for check in await asyncio.to_thread(validate, added, [signer.authority()], at=BEGINS)
    )


async def test_another_authority_does_not_make_it_trusted(
    permit: bytes, signer: LocalSigner, head: Signatory, passphrase: str, tmp_path: Path
) -> None:
    stranger = LocalSigner(tmp_path / "stranger", lambda: BEGINS)
    stranger.prepare()
    signed = await signed_by(signer, permit, head, passphrase)

    check = (await asyncio.to_thread(validate, signed.content, [stranger.authority()], at=BEGINS))[0]

    assert check.intact
    assert not check.trusted


async def test_a_wrong_passphrase_signs_nothing_and_shows_up_nowhere(
    signer: LocalSigner, head: Signatory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "-".join(["salah", "sekali"])

    with pytest.raises(WrongSecret) as refused:
        await signed_by(signer, b"%PDF-1.7", head, wrong)

    told = "".join(traceback.format_exception(refused.value)) + caplog.text + repr(signer)
    assert wrong not in told


@pytest.mark.parametrize("username", ["nobody", "../ca", "ca.pem\0", "KADIS"])
async def test_whoever_has_no_key_here_cannot_sign(
    signer: LocalSigner, head: Signatory, username: str
) -> None:
    with pytest.raises(SignerUnknown):
        await signed_by(signer, b"%PDF-1.7", replace(head, username=username), "apa saja")


def test_a_second_start_keeps_every_key(
    signer: LocalSigner, head: Signatory, passphrase: str, tmp_path: Path, clock: StoryClock
) -> None:
    before = {file.name: file.read_bytes() for file in (tmp_path / "signing").iterdir()}

    again = LocalSigner(tmp_path / "signing", clock)
    again.prepare()
    again.enrol(head, passphrase)
    with pytest.raises(WrongSecret):
        again.enrol(head, "kata sandi lain")

    assert {file.name: file.read_bytes() for file in (tmp_path / "signing").iterdir()} == before
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "signing").iterdir()} == {0o600}
    assert b"PRIVATE KEY" not in before["kadis-dpmptsp.p12"]
