"""A place in a form: chosen from the villages, shown by name, and with the agency that serves there."""

import re

import pytest

from app.web.kit.form_values import values_of
from models.applications import tables
from models.people import tables as people
from tests.app.web.desks import key, page_of
from tests.sampling import definition, samples
from tests.story import Story
from tests.visitor import Visitor
from tests.walker import apply, walk

CROWD = "rekomendasi-keramaian"
FORM = f"/ajukan/{CROWD}"
NOBODY = (
    "Desa Tegalrejo, Kec. Tegalrejo dan kecamatannya belum memakai layanan ini."
    " Untuk tempat ini belum dapat diajukan."
)
SERVED = "Desa Borobudur belum memakai layanan ini; dilayani Kecamatan Borobudur."


def filled(**changes: str) -> dict[str, str]:
    plain = next(samples(CROWD))
    typed = values_of(definition(CROWD), plain.answers) | changes
    return {f"answers.{name}": text for name, text in typed.items()}


def draft_of(visitor: Visitor) -> dict[str, str]:
    found = re.search(r'name="draft" value="([^"]+)"', visitor.page.text)
    assert found is not None
    return {"draft": found[1]}


async def fill(visitor: Visitor, **changes: str) -> None:
    await visitor.open(FORM)
    await visitor.send(FORM, {**filled(**changes), **draft_of(visitor)})


async def test_a_place_is_chosen_without_script_and_the_own_village_is_offered(visitor: Visitor) -> None:
    await visitor.sign_in()
    page = (await visitor.open(FORM)).text
    (select,) = re.findall(r'<select id="answers-event_village".*?</select>', page, re.DOTALL)
    assert (select.count("<option"), select.count("<optgroup")) == (373, 21)
    assert '<option value="33.08.01.2001" selected>Ngargoretno' in select
    assert '<optgroup label="Kec. Borobudur">' in select


@pytest.mark.parametrize(
    ("village", "told"),
    [
        (
            "33.71.01.1001",
            "Tempat ini tidak ada di kabupaten ini. Pilih dari daftar; untuk tempat lain ajukan di sana.",
        ),
        (
            "33.08.19.2001",
            NOBODY,
        ),
        ("", "Bagian ini wajib diisi."),
    ],
)
async def test_a_place_where_nobody_can_decide_is_told_at_the_form_before_any_work_is_wasted(
    visitor: Visitor, village: str, told: str
) -> None:
    await visitor.sign_in()
    await fill(visitor, event_village=village)
    assert visitor.page.status_code == 422
    assert visitor.problems == {"answers-event_village": told}


async def test_whose_own_village_and_district_are_not_ready_reads_it_when_the_form_opens(
    visitor: Visitor,
) -> None:
    await people.Person.filter(name="Tini Contoh").update(village_code="33.08.19.2001")
    await visitor.sign_in()
    told = "Desa atau kelurahan Anda belum melayani permohonan ini secara daring."
    page = (await visitor.open("/ajukan/surat-keterangan-usaha")).text
    assert told in page
    assert told not in (await visitor.open("/ajukan/izin-reklame")).text


async def test_the_place_is_shown_by_name_and_who_serves_it_before_and_after_sending(
    visitor: Visitor, story: Story
) -> None:
    await visitor.sign_in()
    await fill(visitor, event_village="33.08.02.2011")
    assert visitor.page.headers["location"] == f"{FORM}/dokumen"
    by = await story.citizen()
    draft = await tables.Draft.get(application_id=None)
    papers = {paper: [(await story.document(by)).hex] for paper in ("ktp", "kk")}
    await tables.Draft.filter(id=draft.id).update(documents=papers)

    page = (await visitor.open(f"{FORM}/periksa")).text
    assert "Desa Borobudur, Kec. Borobudur" in page
    assert "33.08.02.2011" not in page
    assert SERVED in page
    assert "RT Desa Borobudur belum memakai layanan ini; dilayani Kecamatan Borobudur." in page

    await visitor.send(f"{FORM}/periksa", draft_of(visitor))
    page = (await visitor.follow()).text
    assert "Desa Borobudur, Kec. Borobudur" in page
    assert SERVED in page


@pytest.mark.usefixtures("outside")
async def test_the_camat_of_the_place_signs_at_the_desk_and_another_does_not_find_the_file(
    visitor: Visitor, story: Story, password: str
) -> None:
    crowd = next(one for one in samples(CROWD) if one.name == "another-district")
    sent = await apply(story, crowd)
    await walk(story, sent.id, until="signature")
    path = await page_of(story, sent.id, "signature")

    await visitor.sign_in_officer("camat-salaman", password)
    assert (await visitor.open(path)).status_code == 404

    await visitor.sign_in_officer("camat-borobudur", password)
    page = (await visitor.open(path)).text
    assert "Desa Borobudur, Kec. Borobudur" in page
    await visitor.send(f"{path}/tanda-tangan", {"secret": password, **key(visitor)})
    assert "Ditandatangani oleh Sulastri Contoh" in (await visitor.follow()).text
    assert (await tables.Application.get(id=sent.id)).state == "ISSUED"


async def test_the_page_of_a_service_says_that_the_place_decides_who_it_goes_to(visitor: Visitor) -> None:
    page = (await visitor.open(f"/layanan/{CROWD}")).text
    assert "Kecamatan menurut isian “Desa atau kelurahan tempat acara”" in page
    page = (await visitor.open("/layanan/rekomendasi-bbm")).text
    assert "Dinas Peternakan dan Perikanan, atau Dinas Perdagangan, Koperasi, dan UKM (menurut isian" in page
