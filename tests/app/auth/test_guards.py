"""What a foreign page could make a browser do, and what every answer forbids."""

import dataclasses

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.main import create_app
from app.settings import Settings
from tests.visitor import Visitor

FORM = {"phone": "081200000001"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://test"},
    ],
)
async def test_a_form_of_another_site_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    await visitor.open("/masuk")
    answer = await visitor.send("/masuk", FORM, headers=headers)
    assert answer.status_code == 403
    assert "dari situs lain" in answer.text


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://test"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
)
async def test_our_own_form_is_taken(visitor: Visitor, headers: dict[str, str]) -> None:
    await visitor.open("/masuk")
    assert (await visitor.send("/masuk", FORM, headers=headers)).status_code == 303


async def test_a_form_without_the_token_or_the_cookie_is_refused(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    token = visitor.token()
    assert (await visitor.client.post("/masuk", data=FORM)).status_code == 403
    assert (await visitor.client.post("/masuk", data={**FORM, "csrf": "x"})).status_code == 403
    visitor.client.cookies.clear()
    assert (await visitor.client.post("/masuk", data={**FORM, "csrf": token})).status_code == 403


async def test_the_token_may_come_in_a_header(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    answer = await visitor.client.post("/masuk", data=FORM, headers={"X-CSRF-Token": visitor.token()})
    assert answer.status_code == 303


async def test_no_address_takes_a_form_without_a_token(site: Starlette, visitor: Visitor) -> None:
    await visitor.open("/masuk")
    taking = [route for route in site.routes if isinstance(route, Route) and "POST" in (route.methods or ())]
    assert len(taking) > 10
    for route in taking:
        if route.path not in {"/documents", "/pembayaran/{channel}"}:
            answer = await visitor.client.post(route.path.replace("{", "").replace("}", ""), data=FORM)
            assert answer.status_code == 403, route.path


async def test_by_https_cookies_are_bound_to_the_host(site: Starlette, settings: Settings) -> None:
    https = dataclasses.replace(settings, public_url="https://test")
    app = create_app(https, database_url=site.state.database_url, redis_url=None)
    async with Visitor(app) as visitor:
        visitor.client.base_url = httpx2.URL("https://test")
        answer = await visitor.sign_in()
        cookies = answer.headers.get_list("set-cookie")
        assert any(line.startswith("__Host-session=") and "Secure" in line for line in cookies)
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_every_answer_carries_the_policy(visitor: Visitor) -> None:
    for path in ("/", "/tidak-ada", "/health/live", "/static/site.css"):
        headers = (await visitor.open(path)).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


async def test_a_form_that_never_ends_is_cut_off(visitor: Visitor) -> None:
    await visitor.open("/masuk")
    answer = await visitor.send("/masuk", {"phone": "1" * 300_000})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nnothing"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000),
        ("application/json", b"{}"),
    ],
)
async def test_a_broken_form_is_told_so(visitor: Visitor, content_type: str, body: bytes) -> None:
    await visitor.open("/masuk")
    answer = await visitor.client.post("/masuk", content=body, headers={"Content-Type": content_type})
    assert answer.status_code in {400, 403}
    assert "<h1>" in answer.text


@pytest.mark.parametrize("codec", ["raw_unicode_escape", "undefined", "punycode", "utf-16"])
async def test_the_client_does_not_choose_how_its_text_is_decoded(visitor: Visitor, codec: str) -> None:
    await visitor.open("/lacak")
    kind = f"multipart/form-data; boundary=x; charset={codec}"
    body = b'--x\r\nContent-Disposition: form-data; name="number"\r\n\r\nx\\ud800\r\n--x--\r\n'
    answer = await visitor.client.post("/lacak", content=body, headers={"content-type": kind})
    assert answer.status_code == 415
