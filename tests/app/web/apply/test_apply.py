"""Applying through the pages, without script."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from models.applications import tables
from models.people import tables as people
from models.services.presenting import day_in_words
from tests.clock import TODAY
from tests.story import REKLAME, photo
from tests.visitor import Visitor

FORM = "/ajukan/izin-reklame"
FILLED = {
    "answers.kind": "signboard",
    "answers.text": 'Warung "Enak" & <b>Murah</b>',
    "answers.width": "3,5",
    "answers.height": "1.25",
    "answers.sides": "1",
    "answers.quantity": "1",
    "answers.location": "Jalan Raya Salaman",
    "answers.land_owner": "own",
    "answers.road_space": "tidak",
    "answers.start_date": REKLAME["start_date"],
    "answers.end_date": REKLAME["end_date"],
}
IDENTITY = {
    "nik": "9908 0157 0845 0001",
    "name": "Siti  Contoh",
    "address": "Dusun Krajan",
    "rt": "2",
    "rw": "1",
    "village": "33.08.01.2001",
}
NEWCOMER = "081200000777"


def draft_of(visitor: Visitor) -> dict[str, str]:
    found = re.search(r'name="draft" value="([^"]+)"', visitor.page.text)
    assert found is not None
    return {"draft": found[1]}


async def fill(visitor: Visitor, **changes: str) -> None:
    await visitor.open(FORM)
    typed = FILLED | {f"answers.{name}": text for name, text in changes.items()}
    await visitor.send(FORM, {**typed, **draft_of(visitor)})


async def attach(visitor: Visitor, fields: Mapping[str, str], **files: bytes) -> None:
    sent = {
        f"file.{key.replace('_', '-')}": ("foto.jpg", content, "image/jpeg") for key, content in files.items()
    }
    await visitor.send(f"{FORM}/dokumen", {**fields, **draft_of(visitor)}, files=sent)


async def ready_to_send(visitor: Visitor) -> dict[str, str]:
    await visitor.sign_in()
    await fill(visitor)
    await visitor.follow()
    await attach(visitor, {"next": "1"}, site_photo=photo(), design=photo())
    await visitor.follow()
    return draft_of(visitor)


async def test_whoever_has_not_signed_in_is_led_there_and_back(visitor: Visitor) -> None:
    answer = await visitor.open(FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?lanjut=%2Fajukan%2Fizin-reklame")
    assert (await visitor.open("/ajukan/tidak-ada")).status_code == 404


async def test_a_newcomer_says_who_they_are_once_and_comes_back_to_the_form(visitor: Visitor) -> None:
    await visitor.sign_in(NEWCOMER)
    await visitor.open(FORM)
    assert visitor.page.headers["location"] == "/profil?lanjut=%2Fajukan%2Fizin-reklame"
    page = await visitor.follow()
    assert page.text.count("<option") == 373
    assert page.text.count("<optgroup") == 21

    answer = await visitor.send("/profil", {**IDENTITY, "lanjut": FORM})
    assert (answer.status_code, answer.headers["location"]) == (303, FORM)
    page = await visitor.follow()
    assert "9908••••••••0001" in page.text
    assert "9908015708450001" not in page.text
    assert "Dusun Krajan, RT 002/RW 001, Desa Ngargoretno, Kec. Salaman" in page.text


async def test_a_wrong_identity_is_told_at_the_field_and_what_was_typed_is_kept(visitor: Visitor) -> None:
    await visitor.sign_in(NEWCOMER)
    await visitor.open("/profil")
    wrong = {
        **IDENTITY,
        "nik": "9908013502450001",
        "rt": "dua",
        "village": "99.99",
        "lanjut": "//evil.example",
    }
    answer = await visitor.send("/profil", wrong)
    assert answer.status_code == 422
    assert set(visitor.problems) == {"nik", "rt", "village"}
    assert "Tanggal lahir di dalam NIK tidak ada di kalender" in visitor.problems["nik"]
    assert 'value="9908013502450001"' in answer.text
    assert 'value="Siti  Contoh"' in answer.text
    assert "evil.example" not in answer.text
    assert await people.Person.filter(name="Siti Contoh").count() == 0


FIRST_DAY = day_in_words(date.fromisoformat(REKLAME["start_date"]))


async def test_a_citizen_applies_in_three_steps_and_gets_number_and_pin(visitor: Visitor) -> None:
    draft = await ready_to_send(visitor)
    for text in ("3,5", "1,25", "Papan nama toko atau usaha", FIRST_DAY, "foto.jpg", "Tini Contoh"):
        assert text in visitor.page.text
    assert "&lt;b&gt;Murah&lt;/b&gt;" in visitor.page.text

    answer = await visitor.send(f"{FORM}/periksa", draft)
    application = await tables.Application.all().get()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/permohonan/{application.number}")
    page = await visitor.follow()
    assert visitor.regency.vault.pin(application.number) in page.text
    assert "<strong>0 dari 3</strong> pemeriksaan sudah dijawab" in page.text
    submission = await tables.Submission.get(application_id=application.id)
    assert (submission.answers["width"], submission.answers["road_space"]) == (3.5, False)


async def test_sending_twice_leads_to_the_same_application(visitor: Visitor) -> None:
    form = {**await ready_to_send(visitor), "csrf": visitor.token()}
    answers = [await visitor.client.post(f"{FORM}/periksa", data=form) for _ in range(3)]
    answers.append(await visitor.client.post(FORM, data={**form, **FILLED}))
    application = await tables.Application.all().get()
    for answer in answers:
        assert (answer.status_code, answer.headers["location"]) == (303, f"/permohonan/{application.number}")


async def test_every_fault_of_the_form_is_at_its_field_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    await visitor.sign_in()
    await fill(visitor, width="tiga", end_date="2027-02-31", location="")
    assert visitor.page.status_code == 422
    assert visitor.problems == {
        "answers-width": "Tulis angka saja, misalnya 2 atau 1,5.",
        "answers-end_date": "Tulis tanggal yang benar, misalnya 23-11-2026.",
        "answers-location": "Bagian ini wajib diisi.",
    }
    assert "Lebar (meter): Tulis angka saja" in visitor.page.text
    page = await visitor.open(FORM)
    for text in (
        'value="tiga"',
        'value="2027-02-31"',
        "Warung &#34;Enak&#34; &amp; &lt;b&gt;Murah&lt;/b&gt;",
    ):
        assert text in page.text
    assert visitor.problems == {}


async def test_what_is_missing_leads_back_to_its_step(visitor: Visitor) -> None:
    await visitor.sign_in()
    await visitor.open(f"{FORM}/periksa")
    assert visitor.page.headers["location"] == f"{FORM}?lengkapi=1"
    assert len((await visitor.follow()).text.split("wajib diisi.</p>")) == 12
    await fill(visitor)
    await visitor.open(f"{FORM}/periksa")
    assert visitor.page.headers["location"] == f"{FORM}/dokumen?lengkapi=1"
    await visitor.follow()
    assert visitor.problems == {
        "documents-site-photo": "Dokumen ini wajib dilampirkan.",
        "documents-design": "Dokumen ini wajib dilampirkan.",
    }


async def test_a_bad_file_is_told_at_its_place_and_the_good_one_stays(visitor: Visitor) -> None:
    await visitor.sign_in()
    await fill(visitor)
    await visitor.follow()
    await attach(visitor, {"next": "1"}, site_photo=photo(), design=b"MZ" + b"\0" * 400)
    assert visitor.page.status_code == 422
    assert visitor.problems == {
        "documents-design": "Jenis berkas ini tidak diterima. Kirim foto (JPG atau PNG) atau PDF."
    }
    assert visitor.page.text.count('class="stored"') == 1

    await attach(visitor, {"upload": "design"}, design=b"\xff\xd8\xff" + b"\0" * 20_000_000)
    assert visitor.page.status_code == 422
    assert "melebihi 10 MB" in visitor.problems["documents-design"]


async def test_a_document_can_be_taken_away_again(visitor: Visitor) -> None:
    await visitor.sign_in()
    await fill(visitor)
    await visitor.follow()
    await attach(visitor, {"upload": "design"}, design=photo())
    assert visitor.page.headers["location"] == f"{FORM}/dokumen#ada-design"
    page = await visitor.follow()
    stored = re.search(r'name="remove" value="([0-9a-f]{32})"', page.text)
    assert stored is not None
    await visitor.send(f"{FORM}/dokumen", {"remove": stored[1], **draft_of(visitor)})
    assert 'name="remove"' not in (await visitor.follow()).text


async def test_another_citizens_draft_and_document_are_not_taken(visitor: Visitor) -> None:
    await ready_to_send(visitor)
    theirs = draft_of(visitor)
    await visitor.open("/keluar")
    await visitor.send("/keluar")
    await visitor.sign_in("081200000002")
    await visitor.open(FORM)
    assert "Warung" not in visitor.page.text
    answer = await visitor.send(f"{FORM}/periksa", theirs)
    assert answer.headers["location"] == f"{FORM}?lengkapi=1"
    assert await tables.Application.all().count() == 0


async def test_a_form_sent_after_the_session_ended_is_kept_for_whoever_signs_in(visitor: Visitor) -> None:
    await visitor.sign_in()
    await visitor.open(FORM)
    token = visitor.token()
    visitor.client.cookies.delete("session")
    answer = await visitor.client.post(FORM, data={"csrf": token, **FILLED})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/masuk?lanjut={FORM}")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("kept-draft="))
    assert "HttpOnly" in cookie
    assert "Max-Age=3600" in cookie

    assert (await visitor.sign_in(onwards=FORM)).headers["location"] == FORM
    page = await visitor.follow()
    assert 'value="3,5"' in page.text
    assert "Warung &#34;Enak&#34;" in page.text


async def test_the_form_after_the_session_is_kept_even_from_a_newcomer(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    await visitor.send(FORM, FILLED)
    await visitor.sign_in(NEWCOMER, onwards=FORM)
    await visitor.follow()
    assert visitor.page.headers["location"].startswith("/profil")
    await visitor.follow()
    await visitor.send("/profil", {**IDENTITY, "lanjut": FORM})
    assert 'value="3,5"' in (await visitor.follow()).text


@pytest.mark.parametrize("step", ["", "/dokumen", "/periksa"])
async def test_officers_do_not_apply(visitor: Visitor, password: str, step: str) -> None:
    await visitor.sign_in_officer("bapenda", password)
    assert (await visitor.open(FORM + step)).status_code == 403


async def test_a_place_without_its_agencies_is_told_before_anything_is_stored(visitor: Visitor) -> None:
    await visitor.sign_in(NEWCOMER)
    await visitor.open("/profil")
    await visitor.send("/profil", {**IDENTITY, "village": "33.08.08.1014", "lanjut": "/layanan"})
    form = "/ajukan/surat-keterangan-usaha"
    await visitor.open(form)
    typed = {
        "answers.business_name": "Warung Tini",
        "answers.business_field": "food",
        "answers.products": "Gula aren",
        "answers.since": "2019",
        "answers.turnover": "under-5m",
        "answers.business_address": "Dusun Karang",
        "answers.purpose": "kur",
    }
    answer = await visitor.send(form, typed)
    assert answer.status_code == 422
    assert "belum melayani permohonan ini secara daring" in answer.text
    assert 'value="Warung Tini"' in answer.text
    answer = await visitor.send(f"{form}/periksa", draft_of(visitor))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{form}?lengkapi=1")
    assert await tables.Application.all().count() == 0


async def test_only_the_documents_that_the_answers_call_for_are_asked(visitor: Visitor) -> None:
    consent = 'name="file.land-consent"'
    await visitor.sign_in()
    await fill(visitor)
    assert consent not in (await visitor.follow()).text
    await fill(visitor, land_owner="other")
    assert consent in (await visitor.follow()).text
    await attach(visitor, {"next": "1"}, site_photo=photo(), design=photo(), land_consent=photo())
    assert visitor.page.headers["location"] == f"{FORM}/periksa"

    await fill(visitor, land_owner="own")
    await visitor.open(f"{FORM}/periksa")
    await visitor.send(f"{FORM}/periksa", draft_of(visitor))

    sent = await tables.Application.get()
    submission = await tables.Submission.get(application_id=sent.id)
    kept = await tables.Attachment.filter(submission_id=submission.id).values_list("requirement", flat=True)
    assert {str(key) for key in kept} == {"site-photo", "design"}, (
        "what came while it was asked for stays behind"
    )


async def test_a_day_that_comes_soon_is_warned_of_before_sending(visitor: Visitor) -> None:
    here = "/ajukan/surat-pengantar"
    typed = {
        "answers.purpose": "marriage",
        "answers.purpose_detail": "Mendaftar nikah",
        "answers.addressee": "KUA Salaman",
        "answers.marital_status": "single",
        "answers.partner_name": "Rahmat Contoh",
        "answers.akad_date": (TODAY + timedelta(days=5)).isoformat(),
    }
    await visitor.sign_in()
    await visitor.open(here)
    await visitor.send(here, {**typed, **draft_of(visitor)})
    await visitor.follow()
    papers = {
        f"file.{key}": ("foto.jpg", photo(), "image/jpeg") for key in ("ktp", "kk", "birth-certificate")
    }
    await visitor.send(f"{here}/dokumen", {"next": "1", **draft_of(visitor)}, files=papers)

    review = (await visitor.follow()).text

    assert "Tanggal ini kurang dari 10 hari kerja lagi." in review
    assert "Kirim permohonan" in review, "it refuses nothing"


async def test_the_form_says_when_a_field_is_required_and_asks_for_it_then(visitor: Visitor) -> None:
    here = "/ajukan/surat-pengantar"
    typed = {"answers.purpose": "marriage", "answers.addressee": "KUA Salaman"}
    await visitor.sign_in()
    page = (await visitor.open(here)).text
    assert '<span class="optional">(wajib bila surat ini untuk nikah)</span>' in page
    assert '<span class="optional">(boleh kosong)</span>' in page
    await visitor.send(here, {**typed, **draft_of(visitor)})
    told = dict.fromkeys(("marital_status", "partner_name", "akad_date"), "nikah")
    assert visitor.problems == {
        f"answers-{field}": f"Bagian ini wajib diisi bila surat ini untuk {purpose}."
        for field, purpose in told.items()
    }
    assert "(wajib bila surat ini untuk nikah)" in (await visitor.open("/layanan/surat-pengantar")).text
