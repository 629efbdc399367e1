from datetime import timedelta

import pytest

from app.web.accounts.sign_in import local_path
from models.accounts import tables
from models.applications.operations.drafting import keep_for_whoever_returns
from models.kit.caller import Caller
from tests.visitor import Visitor

PHONE = "0812 0000 0001"


async def test_a_citizen_signs_in_with_the_code_and_comes_back_to_where_they_were(visitor: Visitor) -> None:
    await visitor.open("/masuk?lanjut=/layanan/izin-reklame")

    sent = await visitor.send("/masuk", {"phone": PHONE, "lanjut": "/layanan/izin-reklame"})
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/masuk/kode?lanjut=%2Flayanan%2Fizin-reklame",
    )
    assert "+62••••••0001" in (await visitor.follow()).text

    code = await visitor.newest_code()
    answer = await visitor.send("/masuk/kode", {"code": code, "lanjut": "/layanan/izin-reklame"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/layanan/izin-reklame")
    assert "Permohonan saya" in (await visitor.follow()).text


async def test_the_phone_number_is_in_no_address_and_not_readable_in_the_cookie(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    sent = await visitor.send("/masuk", {"phone": PHONE})
    told = sent.headers["location"] + str(sent.headers.get_list("set-cookie"))
    assert "8120000" not in told


async def test_the_session_cookie_is_kept_from_scripts_and_from_other_sites(visitor: Visitor) -> None:
    answer = await visitor.sign_in()
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("phone", ["", "12", "021 555 0000", "+1 202 555 0147", "08\x0012", "😀"])
async def test_a_wrong_number_is_named_at_its_field_and_kept(visitor: Visitor, phone: str) -> None:
    await visitor.open("/masuk")
    answer = await visitor.send("/masuk", {"phone": phone})
    assert answer.status_code == 422
    assert visitor.problems == {"phone": "Tulis nomor HP yang benar, misalnya 0812 3456 7890."}
    assert f'value="{phone.replace(chr(0), "")}"' in answer.text


async def test_a_code_that_was_mistyped_five_times_is_worn_out_and_another_one_helps(
    visitor: Visitor,
) -> None:
    await visitor.open("/masuk")
    await visitor.send("/masuk", {"phone": PHONE})
    await visitor.follow()
    right = await visitor.newest_code()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert (await visitor.send("/masuk/kode", {"code": wrong})).status_code == 422
    assert "code" in visitor.problems
    assert (await visitor.send("/masuk/kode", {"code": right})).status_code == 422
    assert visitor.problems == {"code": "Kode ini sudah terlalu sering salah diketik. Minta kode baru."}
    await visitor.send("/masuk/kode", {"again": "1"})
    assert (await visitor.send("/masuk/kode", {"code": await visitor.newest_code()})).status_code == 303


async def test_a_code_opens_one_session_and_only_one(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    await visitor.send("/masuk", {"phone": PHONE})
    await visitor.follow()
    kept = visitor.client.cookies.get("sign-in")
    code = await visitor.newest_code()
    assert (await visitor.send("/masuk/kode", {"code": code})).status_code == 303

    visitor.client.cookies.delete("session")
    visitor.client.cookies.set("sign-in", kept or "", domain="test.local")
    await visitor.open("/masuk/kode")
    assert (await visitor.send("/masuk/kode", {"code": code})).status_code == 422


async def test_another_code_can_be_asked_for(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    await visitor.send("/masuk", {"phone": PHONE})
    await visitor.follow()
    first = await visitor.newest_code()
    answer = await visitor.send("/masuk/kode", {"again": "1"})
    assert "Kode baru sudah dikirim" in answer.text
    assert await tables.SignInCode.all().count() == 2
    assert (await visitor.send("/masuk/kode", {"code": first})).status_code == 303


async def test_the_sixth_code_within_an_hour_is_not_sent_but_can_still_be_typed_in(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    for _ in range(6):
        assert (await visitor.send("/masuk", {"phone": PHONE})).status_code == 303
        await visitor.open("/masuk")
    assert await tables.SignInCode.all().count() == 5
    await visitor.send("/masuk", {"phone": PHONE})
    assert "tidak ada SMS baru" in (await visitor.follow()).text
    assert (await visitor.send("/masuk/kode", {"code": await visitor.newest_code()})).status_code == 303


async def test_without_a_number_the_code_page_leads_back(visitor: Visitor) -> None:
    answer = await visitor.open("/masuk/kode?lanjut=/lacak")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?lanjut=%2Flacak")


async def test_an_officer_signs_in_with_a_password(visitor: Visitor, password: str) -> None:
    answer = await visitor.sign_in_officer("dpmptsp", password)
    assert (answer.status_code, answer.headers["location"]) == (303, "/petugas")


@pytest.mark.parametrize(("username", "wrong"), [("dpmptsp", "salah"), ("tidak-ada", "salah"), ("", "")])
async def test_a_wrong_password_does_not_tell_which_part_was_wrong(
    visitor: Visitor, username: str, wrong: str
) -> None:
    answer = await visitor.sign_in_officer(username, wrong)
    assert answer.status_code == 422
    assert visitor.problems == {"password": "Nama pengguna atau kata sandi salah."}
    assert f'value="{username}"' in answer.text
    assert 'name="password" value=""' in answer.text


async def test_signing_in_again_ends_the_session_before_it(visitor: Visitor) -> None:
    await visitor.sign_in()
    first = visitor.client.cookies["session"]
    await visitor.open("/keluar")
    visitor.client.cookies.delete("sign-in")
    token = visitor.token()
    await visitor.client.post("/masuk", data={"csrf": token, "phone": PHONE})
    code = await visitor.newest_code()
    await visitor.client.post("/masuk/kode", data={"csrf": token, "code": code})
    assert visitor.client.cookies["session"] != first
    assert await tables.Session.all().count() == 1


async def test_signing_out_takes_a_button_and_ends_the_session(visitor: Visitor) -> None:
    await visitor.sign_in()
    await visitor.open("/keluar")
    assert await tables.Session.all().count() == 1

    answer = await visitor.send("/keluar")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert await tables.Session.all().count() == 0
    assert "Permohonan saya" not in (await visitor.follow()).text


async def test_a_session_that_is_over_is_like_none(visitor: Visitor) -> None:
    await visitor.sign_in()
    await tables.Session.all().update(expires_at=visitor.regency.now() - timedelta(seconds=1))
    assert "Permohonan saya" not in (await visitor.open("/layanan")).text


async def test_what_was_typed_before_signing_in_is_waiting(visitor: Visitor) -> None:
    typed, now = {"text": "Warung Baru"}, visitor.regency.now()
    token = await keep_for_whoever_returns("izin-reklame", typed, caller=Caller(), at=now)
    visitor.client.cookies.set("kept-draft", token)
    answer = await visitor.sign_in(onwards="/ajukan/izin-reklame")
    assert any(line.startswith('kept-draft=""') for line in answer.headers.get_list("set-cookie"))
    assert "Warung Baru" in (await visitor.follow()).text


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:x",
        "/a\nb",
        "/\t/x",
        "",
        "x" * 600,
    ],
)
def test_a_way_out_of_the_site_is_not_taken(path: str) -> None:
    assert local_path(path, otherwise="/") == "/"
