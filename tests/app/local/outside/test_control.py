"""Who may make trouble, and who may read the keys."""

import httpx2
import pytest

from tests.outside import Outside


def order(outside: Outside, body: str, **headers: str) -> int:
    answer = httpx2.post(f"{outside.url}/kendali", content=body, headers=headers, trust_env=False)
    return answer.status_code


@pytest.mark.parametrize("token", ["", "Bearer guessed", "Basic x"])
def test_trouble_is_made_for_those_who_have_the_token(outside: Outside, token: str) -> None:
    assert order(outside, '{"tax": "down"}', Authorization=token) == 401


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"tax": "sleepy"}',
        '{"tax": "down:html"}',
        '{"tax": 5}',
        '{"tax": "slow", "delay": "long"}',
        '{"population": "down", "tax": "down:never"}',
    ],
)
def test_an_order_that_makes_no_sense_changes_nothing(outside: Outside, body: str) -> None:
    token = f"Bearer {outside.keys.control}"
    assert order(outside, body, Authorization=token) == 422
    told = httpx2.get(f"{outside.url}/kendali", headers={"Authorization": token}, trust_env=False).json()
    assert told["trouble"] == []


def test_nobody_comes_in_under_another_name(outside: Outside) -> None:
    assert order(outside, "{}", Host="attacker.example") == 400


def test_keys_are_for_their_owner_only(outside: Outside) -> None:
    files = [outside.server.folder, *outside.server.folder.rglob("*.json")]
    assert len(files) >= 5
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []
