"""The documents that came out: one for each signature, whole, signed, and known at the door."""

import asyncio
import hashlib
from collections.abc import Sequence

import httpx2

from integrations.signing import LocalSigner
from integrations.storage import local_storage
from integrations.verification import validate
from tests.crash.counting import rows
from tests.crash.installation import Installation
from tests.crash.journeys import Journey
from tests.real_clock import really_now

_PERMITS = """
SELECT m.code, m.number, m.sha256, m.storage_key, r.code AS reserved_code, r.number AS reserved_number,
  (SELECT count(*) FROM permit_prepared p WHERE p.reservation_id = r.id) AS prepared
FROM permit m JOIN permit_reservation r ON r.application_id = m.application_id
"""
_RESERVED = "SELECT application_id, sequence FROM permit_reservation ORDER BY sequence"


async def count_documents(
    installation: Installation, http: httpx2.AsyncClient, journeys: Sequence[Journey]
) -> None:
    """Every signature that was acknowledged has its document, and there is no other."""
    told = {journey.permit["code"]: journey.permit for journey in journeys if journey.permit}
    assert len(told) == sum(journey.is_signed for journey in journeys)
    permits = await rows(installation, _PERMITS)
    assert sorted(permit["code"] for permit in permits) == sorted(told)
    storage = local_storage(installation.var / "files")
    authority = LocalSigner(installation.var / "signing", really_now).authority()
    for permit in permits:
        assert (permit["code"], permit["number"]) == (permit["reserved_code"], permit["reserved_number"])
        assert permit["prepared"] >= 1
        content = await storage.get(permit["storage_key"])
        assert hashlib.sha256(content).hexdigest() == permit["sha256"] == told[permit["code"]]["sha256"]
        checks = await asyncio.to_thread(validate, content, [authority], at=really_now())
        assert [check.good for check in checks] == [True]
        page = await http.get(f"/v/{permit['code']}")
        assert page.status_code == 200
        assert permit["number"] in page.text


async def count_numbers(installation: Installation, journeys: Sequence[Journey]) -> None:
    """Every approved application has one number of the series set aside, and the series has no gap."""
    reserved = await rows(installation, _RESERVED)
    approved = [journey for journey in journeys if not journey.is_refused]
    assert [row["sequence"] for row in reserved] == list(range(1, len(approved) + 1))
    assert len({row["application_id"] for row in reserved}) == len(approved)
    (series,) = await rows(installation, "SELECT newest FROM permit_series")
    assert series["newest"] == len(approved)
