"""Files that programs send."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from models.accounts.tokens import new_api_token
from models.documents import tables
from tests.story import Story, photo
from tests.visitor import Visitor

MEGABYTE = 1024 * 1024


@pytest.fixture
async def bearer(story: Story) -> dict[str, str]:
    token = await new_api_token("+6281200000001", at=story.at(), regency=story.regency)
    return {"Authorization": f"Bearer {token}"}


def codes(answer: Any) -> list[tuple[str, list[str]]]:
    return [(problem["code"], problem["path"]) for problem in answer.json()["problems"]]


async def test_a_multipart_file_is_stored(visitor: Visitor, bearer: dict[str, str]) -> None:
    files = {"file": ("lokasi.jpg", photo(), "image/jpeg")}
    answer = await visitor.client.post("/documents", files=files, headers=bearer)
    assert answer.status_code == 201
    row = await tables.Document.get()
    assert answer.json() == {
        "id": f"document_{row.id.hex}",
        "mediaType": "image/jpeg",
        "size": row.size,
        "sha256": row.sha256,
    }
    content = await visitor.regency.storage.get(row.storage_key)
    assert hashlib.sha256(content).hexdigest() == row.sha256


async def test_a_bare_body_is_stored_under_its_name(visitor: Visitor, bearer: dict[str, str]) -> None:
    headers = bearer | {"Content-Type": "image/jpeg"}
    answer = await visitor.client.post("/documents?name=denah%20baru.png", content=photo(), headers=headers)
    assert answer.status_code == 201
    assert (await tables.Document.get()).name == "denah baru.jpg"


async def test_a_session_will_do(visitor: Visitor) -> None:
    await visitor.sign_in()
    answer = await visitor.client.post("/documents?name=a", content=photo())
    assert answer.status_code == 201


async def test_a_session_will_not_do_for_another_site(visitor: Visitor) -> None:
    await visitor.sign_in()
    answer = await visitor.client.post(
        "/documents?name=a", content=photo(), headers={"Origin": "https://evil.example"}
    )
    assert (answer.status_code, codes(answer)) == (403, [("NOT_ALLOWED", [])])


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic eDp5", "Bearer", ""])
async def test_a_stranger_is_turned_away(visitor: Visitor, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = await visitor.client.post("/documents?name=a", content=photo(), headers=headers)
    assert (answer.status_code, codes(answer)) == (401, [("NOT_ALLOWED", [])])
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"MZ" + b"\0" * 200, 415, "UNSUPPORTED_TYPE"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "UNSUPPORTED_TYPE"),
        (photo()[:300], 422, "INVALID"),
        (b"", 422, "REQUIRED"),
        (b"x" * (10 * MEGABYTE + 1), 413, "TOO_LARGE"),
    ],
)
async def test_a_file_we_cannot_take_is_named_in_codes(
    visitor: Visitor, bearer: dict[str, str], content: bytes, status: int, code: str
) -> None:
    for answer in (
        await visitor.client.post("/documents?name=foto.jpg", content=content, headers=bearer),
        await visitor.client.post(
            "/documents", files={"file": ("foto.jpg", content, "image/jpeg")}, headers=bearer
        ),
    ):
        assert (answer.status_code, codes(answer)) == (status, [(code, ["file"])])
    assert await tables.Document.all().count() == 0


async def test_an_endless_body_is_cut_off_early(visitor: Visitor, bearer: dict[str, str]) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * MEGABYTE:
            sent += MEGABYTE
            yield b"x" * MEGABYTE

    answer = await visitor.client.post("/documents?name=a", content=endless(), headers=bearer)
    assert answer.status_code == 413
    assert sent <= 12 * MEGABYTE


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--x\r\nnothing")],
)
async def test_a_broken_multipart_body_is_told(
    visitor: Visitor, bearer: dict[str, str], content_type: str, body: bytes
) -> None:
    headers = bearer | {"Content-Type": content_type}
    answer = await visitor.client.post("/documents", content=body, headers=headers)
    assert (answer.status_code, codes(answer)[0][1]) == (422, ["file"])


async def test_a_form_field_is_no_file(visitor: Visitor, bearer: dict[str, str]) -> None:
    answer = await visitor.client.post("/documents", files={"file": (None, "text")}, headers=bearer)
    assert (answer.status_code, codes(answer)) == (422, [("REQUIRED", ["file"])])
