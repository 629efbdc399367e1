"""Forms filled in as nobody should, and more files than fit: told at the place, never a fault of ours, nothing lost."""

import re

import pytest

from app.auth import csrf
from app.web.kit import bodies
from models.applications.answers import MOST_DOCUMENTS
from tests.app.web.apply.test_apply import FORM, draft_of, fill
from tests.models.kit.test_reading import NOTHING
from tests.sampling import SLUGS, definition
from tests.story import PAGE, photo
from tests.visitor import Visitor

WRONG = [
    *("tidak", "ya", "-1", "1e400", "inf", "NaN", "", "x" * 6_000, "[]", "{}", str(2**70), "0,1"),
    *("2026-02-30", "\u200b", "a\0b", "null"),
]


@pytest.mark.parametrize("slug", SLUGS)
async def test_every_field_of_every_form_may_be_wrong_and_the_draft_opens_again(
    visitor: Visitor, slug: str
) -> None:
    await visitor.sign_in()
    form = f"/ajukan/{slug}"
    await visitor.open(form)
    draft = draft_of(visitor)
    for wrong in WRONG:
        typed = {f"answers.{name}": wrong for name in definition(slug).fields}
        answer = await visitor.send(form, {**typed, **draft})
        assert (answer.status_code, wrong) == (422, wrong)
        assert visitor.problems or "Isian terlalu panjang." in answer.text
        assert (await visitor.open(f"{form}/periksa")).headers["location"] == f"{form}?lengkapi=1"
        assert (await visitor.follow()).status_code == 200
        assert (await visitor.open(f"{form}/dokumen")).status_code == 200
        await visitor.open(form)


async def test_a_declaration_that_is_denied_can_be_given_after_all(visitor: Visitor) -> None:
    form = "/ajukan/surat-keterangan-usaha"
    await visitor.sign_in()
    await visitor.open(form)
    draft = draft_of(visitor)
    await visitor.send(form, {"answers.declaration": "tidak", **draft})
    assert visitor.page.status_code == 422
    assert visitor.problems["answers-declaration"] == "Bagian ini harus disetujui."
    await visitor.open(f"{form}?lengkapi=1")
    await visitor.send(form, {"answers.declaration": "ya", **draft})
    assert "answers-declaration" not in visitor.problems


@pytest.mark.parametrize("nothing", NOTHING[:4], ids=ascii)
async def test_an_answer_that_shows_nothing_is_missing(visitor: Visitor, nothing: str) -> None:
    await visitor.sign_in()
    await fill(visitor, location=nothing)
    assert visitor.problems == {"answers-location": "Bagian ini wajib diisi."}


async def send_photos(visitor: Visitor, first: int, last: int, colour: str = "green") -> int:
    files = [
        ("file.site-photo", (f"hal-{n:02}.jpg", photo(colour), "image/jpeg")) for n in range(first, last + 1)
    ]
    data = {"csrf": visitor.token(), **draft_of(visitor)}
    visitor.page = await visitor.client.post(f"{FORM}/dokumen", data=data, files=files)
    return visitor.page.status_code


async def test_files_that_find_no_room_are_told_by_name_and_none_that_was_there_goes(
    visitor: Visitor,
) -> None:
    await visitor.sign_in()
    await fill(visitor)
    page = await visitor.follow()
    assert f"Satu dokumen boleh terdiri atas {MOST_DOCUMENTS} berkas" in page.text

    assert await send_photos(visitor, 1, 6) == 303
    await visitor.follow()
    assert await send_photos(visitor, 7, 12) == 422
    assert visitor.problems == {
        "documents-site-photo": "Paling banyak 10 berkas untuk satu dokumen. Belum tersimpan: hal-11.jpg, hal-12.jpg."
        " Hapus yang tidak perlu, atau gabungkan halamannya menjadi satu PDF."
    }
    shown = re.findall(r'">(hal-\d\d.jpg)</a>', visitor.page.text)
    assert shown == [f"hal-{n:02}.jpg" for n in range(1, 11)]


async def test_a_file_of_the_wrong_kind_does_not_take_the_others_with_it(visitor: Visitor) -> None:
    await visitor.sign_in()
    step = "/ajukan/sip-tenaga-kesehatan/dokumen"
    await visitor.open(step)
    files = [
        ("file.portrait", ("wajah.jpg", photo(), "image/jpeg")),
        ("file.portrait", ("wajah.pdf", PAGE, "application/pdf")),
    ]
    data = {"csrf": visitor.token(), **draft_of(visitor)}
    visitor.page = await visitor.client.post(step, data=data, files=files)
    assert visitor.page.status_code == 422
    assert visitor.problems == {"documents-portrait": "Jenis berkas ini tidak diterima di sini."}
    assert "wajah.jpg</a>" in visitor.page.text


async def test_too_much_at_once_is_told_as_what_it_is(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.sign_in()
    await fill(visitor)
    await visitor.follow()
    form = visitor.page
    monkeypatch.setattr(csrf, "MOST_FILES", 3)
    assert await send_photos(visitor, 1, 4) == 413
    assert "Paling banyak 3 berkas sekali kirim." in visitor.page.text
    visitor.page = form
    monkeypatch.setattr(bodies, "FORM_WITH_FILES", 1000)
    assert await send_photos(visitor, 1, 3) == 413
    assert "bersama-sama terlalu besar" in visitor.page.text
    visitor.page = form
    monkeypatch.undo()
    assert await send_photos(visitor, 1, 3) == 303
