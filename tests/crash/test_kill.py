"""kill -9 of everything, at random moments, while two hundred people apply and are answered."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx2
import pytest

from tests.crash.clients import Clients
from tests.crash.counting import count_export, count_history, count_promises, drained
from tests.crash.documents import count_documents, count_numbers
from tests.crash.installation import Installation
from tests.crash.journeys import ACCOUNTS, Crowd, Journey
from tests.crash.killer import MARKS, Killer

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the victims by /proc"),
]
JOURNEYS = 200
SEED = 3308
LEAST_KILLED = 5
"""How often everybody has to have died for the test to mean anything."""


async def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(root: Path, run_folder: Path) -> None:
    installation = Installation(root, run_folder / "killed")
    journeys = [Journey(index) for index in range(JOURNEYS)]
    with installation.running():
        tokens = {account: installation.token(account) for account in ACCOUNTS}
        limits = httpx2.Limits(max_connections=40)
        async with httpx2.AsyncClient(base_url=installation.url, timeout=15, limits=limits) as http:
            clients = Clients(http, tokens)
            killer = await walk_among_killings(installation, clients, journeys)
            print(f"killed: {dict(killer.killed)}; setbacks: {dict(clients.setbacks)}")  # noqa: T201 - for -s
            assert min(killer.killed[victim] for victim in MARKS) >= LEAST_KILLED
            await drained(installation)
            count_export(installation.export(), journeys)
            await count_history(installation, journeys)
            await count_promises(installation, journeys)
            await count_numbers(installation, journeys)
            await count_documents(installation, http, journeys)


async def walk_among_killings(
    installation: Installation, clients: Clients, journeys: Sequence[Journey]
) -> Killer:
    """Walk all journeys while the killer is about; afterwards everything gets up once more."""
    killer, over = Killer(installation.var, SEED), asyncio.Event()
    crowd = Crowd(clients, installation.officer_password)
    async with asyncio.TaskGroup() as group:
        group.create_task(killer.rage(over))
        await crowd.walk(journeys)
        over.set()
    await asyncio.sleep(1)  # until whatever was hit last has noticed
    installation.wait_until_ready()
    return killer
