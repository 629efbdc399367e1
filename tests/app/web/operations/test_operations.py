"""What the supervisor asks, and the messages of the local profile."""

import dataclasses
import json
from uuid import uuid4

import httpx2
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette

from app.settings import Profile
from models.kit.ports import OutgoingMessage
from tests.visitor import Visitor

MESSAGES = "http://127.0.0.1/dev/messages"


async def test_the_process_says_that_it_lives(visitor: Visitor) -> None:
    assert (await visitor.open("/health/live")).json() == {"status": "ok"}


async def test_ready_with_database_and_redis(site: Starlette, visitor: Visitor, redis_url: str) -> None:
    site.state.redis = Redis.from_url(redis_url)
    answer = await visitor.open("/health/ready")
    await site.state.redis.aclose()
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok", "redis": "ok"})


async def test_without_redis_it_is_ready_and_says_so(site: Starlette, visitor: Visitor) -> None:
    site.state.redis = Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=1)
    answer = await visitor.open("/health/ready")
    await site.state.redis.aclose()
    assert (answer.status_code, answer.json()["redis"]) == (200, "down")


async def test_messages_are_shown_to_people_and_programs(visitor: Visitor) -> None:
    await visitor.regency.sms.send(OutgoingMessage(uuid4(), "+6281200000001", "Kode <b>123456</b>"))
    page = await visitor.open(MESSAGES)
    assert "Kode &lt;b&gt;123456&lt;/b&gt;" in page.text

    told = (await visitor.open(MESSAGES, {"Accept": "application/json"})).json()
    assert told[0]["to"] == "+6281200000001"
    assert set(told[0]) == {"to", "text", "at"}
    assert json.dumps(told)


@pytest.mark.parametrize(("host", "caller"), [("evil.example", "127.0.0.1"), ("test", "10.0.0.9")])
async def test_messages_stay_on_this_machine(site: Starlette, host: str, caller: str) -> None:
    transport = httpx2.ASGITransport(site, client=(caller, 1))
    async with httpx2.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        assert (await client.get("/dev/messages")).status_code == 404


async def test_there_are_no_messages_in_production(site: Starlette, visitor: Visitor) -> None:
    site.state.settings = dataclasses.replace(site.state.settings, profile=Profile.PRODUCTION)
    assert (await visitor.open(MESSAGES)).status_code == 404
