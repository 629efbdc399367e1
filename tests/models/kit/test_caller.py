"""What is known of a caller before anybody knows who it is."""

from datetime import UTC, datetime, timedelta

import pytest

from models.kit.caller import Caller, new_mark, origin_of
from models.kit.vault import Vault

VAULT = Vault(b"a key of thirty-two bytes or more")
DAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:102::1", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
    ],
)
def test_a_network_is_an_address_or_the_sixty_four_bits_of_a_subscriber(
    one: str, other: str, same: bool
) -> None:
    assert (origin_of(one, VAULT) == origin_of(other, VAULT)) is same


@pytest.mark.parametrize("host", [None, "", "127.0.0.1", "::1", "::ffff:127.0.0.1", "testclient"])
def test_this_machine_and_nonsense_are_no_network(host: str | None) -> None:
    assert origin_of(host, VAULT) is None


def test_a_mark_is_good_for_its_subject_for_half_a_year_and_only_when_it_is_ours() -> None:
    mark = new_mark("password", "dishub", at=DAY, vault=VAULT)
    caller = Caller(None, ("", "nonsense", "20261123.ff.00", mark))

    def found(kind: str = "password", subject: str = "dishub", days: int = 179, vault: Vault = VAULT) -> bool:
        return caller.mark_of(kind, subject, at=DAY + timedelta(days=days), vault=vault) == mark

    assert found()
    assert not found(kind="pin")
    assert not found(subject="dpmptsp")
    assert not found(days=181)
    assert not found(vault=Vault(b"another key of thirty-two bytes.."))
    assert "dishub" not in mark
