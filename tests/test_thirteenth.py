"""A thirteenth service, written by somebody who read only the guide: it needs no line of code to run to its end."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.seed import seeded_offices
from models.applications import tables
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.billing.tables import Bill
from models.documents.wallet import wallet_of
from models.kit.ids import random_code
from models.permits.tables import Permit
from models.services import catalogue
from models.services.operations import publish
from tests.clock import TODAY
from tests.story import Story
from tests.walker import walk

FILE = Path(__file__).parent / "designs" / "izin-penggunaan-alun-alun.yaml"
DAY = TODAY + timedelta(days=30)
GATHERING = {
    "event_name": "Pengajian Akbar",
    "event_kind": "religious",
    "commercial": False,
    "start_date": DAY.isoformat(),
    "end_date": DAY.isoformat(),
    "square": "mungkid",
    "area": 900,
    "people": 1000,
    "road_closed": False,
    "agrees_cleanup": True,
}
FAIR = {
    **GATHERING,
    "event_name": "Pasar Malam Hari Jadi",
    "event_kind": "fair",
    "commercial": True,
    "people": 1001,
    "road_closed": True,
    "road_name": "Jalan Soekarno-Hatta",
}
PAPERS_OF_THE_FAIR = ("business-number", "diversion-plan", "first-aid-plan")
ON_CONDITION = {"traffic", "health", "charge", "payment"}


def test_it_has_no_fault_and_fits_the_others() -> None:
    assert catalogue.check_all([FILE], beside=catalogue.files(), offices=seeded_offices()) == []


async def applied(story: Story, answers: Mapping[str, Any], papers: Mapping[str, UUID]) -> UUID:
    draft = ApplicationDraft(FILE.stem, answers, list(papers.items()), random_code())
    sent = await submit_application(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    return sent.id


async def skipped(application: UUID) -> set[str]:
    return {task.step for task in await tables.Task.filter(application_id=application, state="SKIPPED")}


@pytest.mark.usefixtures("outside")
async def test_it_is_issued_without_and_with_all_that_depends_on_the_answers(story: Story) -> None:
    assert await publish(catalogue.load(FILE), at=story.at()) == 1
    by = await story.citizen()

    papers = {paper: await story.document(by) for paper in ("id-card", "event-plan")}
    gathering = await applied(story, GATHERING, papers)
    assert await walk(story, gathering) == "ISSUED"
    assert await skipped(gathering) == ON_CONDITION
    assert not await Bill.filter(application_id=gathering).exists()

    kept = {row.kind: row.document.id for row in (await wallet_of(by, today=story.today)).valid}
    assert kept["ktp"] == papers["id-card"]
    assert FILE.stem in kept, "what it issues is in the wallet too"

    more = {paper: await story.document(by) for paper in ("event-plan", *PAPERS_OF_THE_FAIR)}
    fair = await applied(story, FAIR, {"id-card": kept["ktp"], **more})
    assert await walk(story, fair) == "ISSUED"
    assert await skipped(fair) == set()
    bill = await Bill.get(application_id=fair)
    assert (bill.amount, bill.paid_at is not None) == (250_000, True)

    ends = [permit.valid_until for permit in await Permit.filter(application_id__in=[gathering, fair])]
    assert ends == [DAY, DAY]
