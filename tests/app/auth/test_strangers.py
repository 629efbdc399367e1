"""What strangers may try at the doors, and that nobody else pays for it."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from models.accounts.tables import SignInCode
from models.applications.tables import Draft
from tests.story import Story
from tests.visitor import Visitor

STRANGER, OWNER = "203.0.113.9", "198.51.100.7"
PHONE = "081200000001"
FORM = "/ajukan/izin-reklame"
MEGABYTE = 1024 * 1024


async def password_tried(visitor: Visitor, username: str, password: str, **fields: str) -> int:
    await visitor.open("/petugas/masuk")
    typed = {"username": username, "password": password, **fields}
    return (await visitor.send("/petugas/masuk", typed)).status_code


async def pin_tried(visitor: Visitor, number: str, pin: str) -> int:
    await visitor.open("/lacak")
    return (await visitor.send("/lacak", {"number": number, "pin": pin})).status_code


async def test_one_address_shuts_no_officer_out(site: Starlette, password: str) -> None:
    async with Visitor(site, STRANGER) as stranger, Visitor(site, OWNER) as owner:
        answers = [await password_tried(stranger, "dishub", "salah") for _ in range(60)]
        assert answers == [422] * 5 + [429] * 55
        assert await password_tried(owner, "dishub", password) == 303


async def test_the_address_is_the_one_that_the_proxy_hands_on(site: Starlette, password: str) -> None:
    async with Visitor(site) as visitor:
        behind = httpx2.ASGITransport(ProxyHeadersMiddleware(site), client=("127.0.0.1", 50000))  # type: ignore[arg-type]
        visitor.client = httpx2.AsyncClient(transport=behind, base_url="http://test")
        visitor.client.headers["X-Forwarded-For"] = STRANGER
        for _ in range(60):
            await password_tried(visitor, "dishub", "salah")
        assert await password_tried(visitor, "dishub", password) == 429
        visitor.client.headers["X-Forwarded-For"] = f"{STRANGER}, {OWNER}"
        assert await password_tried(visitor, "dishub", password) == 303


async def test_an_officer_signs_in_where_they_did_before_and_from_there_anywhere(
    site: Starlette, password: str
) -> None:
    async with Visitor(site, OWNER) as owner, Visitor(site, OWNER) as new:
        await password_tried(owner, "dishub", password)
        for _ in range(6):
            await password_tried(new, "dishub", "salah")
        assert await password_tried(new, "dishub", password) == 429
        assert "/petugas/perangkat" in new.page.text
        code = (await owner.open("/petugas/perangkat")).text.split('<p class="number">')[1].split("<")[0]
        owner.forget_session()
        assert await password_tried(owner, "dishub", password) == 303
        assert await password_tried(new, "dishub", password, device="1234 5678 9012") == 429
        assert await password_tried(new, "dishub", "salah", device=code) == 422
        assert await password_tried(new, "dishub", password, device=code) == 303


async def test_made_up_names_from_one_address_cost_a_head_elsewhere_no_time(
    site: Starlette, password: str
) -> None:
    done: list[int] = []
    begun = asyncio.Event()

    async def made_up(number: int) -> None:
        async with Visitor(site, STRANGER) as stranger:
            await password_tried(stranger, f"nobody{number}", "salah")
            done.append(number)
            begun.set()

    async with Visitor(site, OWNER) as head:
        await head.open("/petugas/masuk")
        crowd = [asyncio.create_task(made_up(number)) for number in range(20)]
        await begun.wait()
        assert await password_tried(head, "kadis-dpmptsp", password) == 303
        waiting = 20 - len(done)
        await asyncio.gather(*crowd)
    assert waiting >= 12


async def test_one_password_over_all_names_stops_at_the_sixtieth(
    site: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("argon2.PasswordHasher.verify", lambda *_: False)
    async with Visitor(site, STRANGER) as stranger:
        answers = [await password_tried(stranger, f"dinas{number}", "Magelang123") for number in range(70)]
    assert answers == [422] * 60 + [429] * 10


async def test_five_requests_of_a_stranger_keep_no_citizen_from_signing_in(site: Starlette) -> None:
    async with Visitor(site, STRANGER) as stranger, Visitor(site, OWNER) as owner:
        for _ in range(7):
            await stranger.open("/masuk")
            await stranger.send("/masuk", {"phone": PHONE})
        await owner.open("/masuk")
        assert (await owner.send("/masuk", {"phone": PHONE})).status_code == 303
        assert "Pakai kode panjang" in (await owner.follow()).text
        await stranger.open("/masuk/kode")
        for _ in range(60):
            assert (await stranger.send("/masuk/kode", {"code": "000000"})).status_code == 422
        assert (await owner.send("/masuk/kode", {"code": await owner.newest_code()})).status_code == 303
        assert "Permohonan saya" in (await owner.open("/permohonan")).text


async def test_a_crowd_behind_one_address_shuts_no_citizen_out_and_tells_nothing_of_them(
    site: Starlette,
) -> None:
    async with Visitor(site, STRANGER) as stranger, Visitor(site, STRANGER) as owner:
        for number in range(70):
            await stranger.open("/masuk")
            await stranger.send("/masuk", {"phone": f"081300000{number:03d}"})
        newcomers = await SignInCode.all().count()
        assert newcomers == 60
        told = (await stranger.follow()).text
        await owner.open("/masuk")
        await owner.send("/masuk", {"phone": PHONE})
        assert "Sedang terlalu banyak kode diminta" in (await owner.follow()).text
        assert "Sedang terlalu banyak kode diminta" in told
        assert (await owner.send("/masuk/kode", {"code": await owner.newest_code()})).status_code == 303


async def test_the_code_of_another_browser_opens_nothing(site: Starlette) -> None:
    async with Visitor(site, STRANGER) as stranger, Visitor(site, OWNER) as owner:
        for visitor in (stranger, owner):
            await visitor.open("/masuk")
            await visitor.send("/masuk", {"phone": PHONE})
            await visitor.follow()
        code = await owner.newest_code()
        assert (await stranger.send("/masuk/kode", {"code": code})).status_code == 422
        assert (await owner.send("/masuk/kode", {"code": code})).status_code == 303


async def test_strangers_who_know_a_number_shut_nobody_out_of_it(site: Starlette, story: Story) -> None:
    sent = await story.submit()
    wrong = "000000" if sent.pin != "000000" else "111111"
    async with Visitor(site, OWNER) as owner, Visitor(site, "198.51.100.8") as new:
        for _ in range(6):
            async with Visitor(site, STRANGER) as stranger:
                await pin_tried(stranger, sent.number, wrong)
        assert await pin_tried(owner, sent.number, sent.pin) == 303
        judged = 0
        for number in range(30):
            async with Visitor(site, f"203.0.113.{number + 20}") as stranger:
                judged += await pin_tried(stranger, sent.number, wrong) == 422
        assert judged == 15, "twenty a day in all"
        assert await pin_tried(owner, sent.number, sent.pin) == 303
        assert await pin_tried(new, sent.number, sent.pin) == 429
        assert 'href="/masuk"' in new.page.text
        await new.sign_in(PHONE)
        assert (await new.open(f"/permohonan/{sent.number}")).status_code == 200


async def test_a_stranger_keeps_few_drafts_and_what_was_typed_stays_on_the_page(site: Starlette) -> None:
    async with Visitor(site, STRANGER) as stranger:
        for _ in range(40):
            await stranger.open("/masuk")
            await stranger.send(FORM, {"answers.text": "Warung Sederhana"})
        assert await Draft.all().count() == 20
        assert stranger.page.status_code == 422
        assert "Warung Sederhana" in stranger.page.text
        assert "Anda perlu masuk lagi" in stranger.page.text


async def test_a_stranger_keeps_no_large_draft(site: Starlette) -> None:
    async with Visitor(site, STRANGER) as stranger:
        await stranger.open("/masuk")
        long = {f"answers.{name}": "x" * 8000 for name in ("text", "location", "kind")}
        await stranger.send(FORM, long)
        assert await Draft.all().count() == 0
        assert "x" * 8000 in stranger.page.text
        await stranger.open("/masuk")
        assert (await stranger.send(FORM, {"answers.text": "Warung"})).status_code == 303
        assert await Draft.all().count() == 1


class Stream:
    """A body without a length, that knows how much of it was read."""

    def __init__(self, size: int) -> None:
        self.size, self.read = size, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file.design"; filename="a.pdf"\r\n\r\n'
        while self.read < self.size:
            self.read += 64 * 1024
            yield b"x" * 64 * 1024


MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


async def post(visitor: Visitor, path: str, body: Stream, **headers: str) -> httpx2.Response:
    return await visitor.client.post(path, content=body, headers=MULTIPART | headers)


async def test_nothing_is_read_for_a_token_that_we_have_not_made(site: Starlette) -> None:
    async with Visitor(site, STRANGER) as stranger:
        stranger.client.cookies.set("csrf", "anything")
        for path in (f"{FORM}/dokumen", "/masuk", "/petugas/masuk", "/v/ABCDEFGH234567"):
            body = Stream(20 * MEGABYTE)
            assert (await post(stranger, path, body)).status_code == 403
            assert body.read == 0


async def test_files_are_read_only_for_who_has_signed_in(site: Starlette) -> None:
    async with Visitor(site, STRANGER) as stranger, Visitor(site, OWNER) as citizen:
        await stranger.open("/masuk")
        for path in (f"{FORM}/dokumen", "/permohonan/RKL-2611-22222/perbaikan", "/petugas/tugas/x"):
            body = Stream(20 * MEGABYTE)
            assert (await post(stranger, path, body)).status_code == 413
            assert body.read < MEGABYTE
            body = Stream(20 * MEGABYTE)
            announced = {"Content-Length": str(20 * MEGABYTE)}
            assert (await post(stranger, path, body, **announced)).status_code == 413
            assert body.read == 0
        await citizen.sign_in()
        for ended in (False, True):
            await citizen.open("/keluar")
            if ended:
                citizen.forget_session()
            files = {"file.design": ("a.pdf", b"x" * MEGABYTE, "application/pdf")}
            await citizen.send("/permohonan/RKL-2611-22222/perbaikan", {"note": "tetap ada"}, files=files)
            assert citizen.page.status_code == (422 if ended else 404)
        assert "tetap ada" in citizen.page.text, "a form whose session has ended comes back"


async def test_the_api_looks_at_the_token_before_it_reads(site: Starlette) -> None:
    async with Visitor(site, STRANGER) as stranger:
        for headers, status in (({"Authorization": "Bearer made-up"}, 401), ({}, 413)):
            body = Stream(20 * MEGABYTE)
            kind = {"Content-Type": "application/json", **headers}
            answer = await stranger.client.post("/graphql", content=body, headers=kind)
            assert answer.status_code == status
            assert body.read <= 64 * 1024
        body = Stream(20 * MEGABYTE)
        assert (await post(stranger, "/documents", body)).status_code == 401
        assert body.read == 0
