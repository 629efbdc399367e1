"""What people read about an application: labels, events, and whose doing they were."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.applications.queries.contents import EventRow
from models.applications.states import EventKind
from models.applications.wording import Doer, doer_of, event_text
from models.kit.text import Text
from models.services.definition import StepKind

WIB = ZoneInfo("Asia/Jakarta")
STEP = Text("Pajak reklame")


def happened(kind: EventKind, actor: str = "system", step: str | None = None, **facts: Any) -> EventRow:
    at = datetime(2026, 11, 23, 2, tzinfo=UTC)
    return EventRow(1, kind, at, step, actor, "", facts.pop("decision", None), facts)


@pytest.mark.parametrize(
    ("kind", "actor", "step", "doer"),
    [
        (EventKind.SUBMITTED, "citizen", None, Doer.CITIZEN),
        (EventKind.CHECKED, "system", StepKind.CHECK, Doer.ROBOT),
        (EventKind.ESCALATED, "system", StepKind.VERIFY, Doer.ROBOT),
        (EventKind.DECIDED, "officer", StepKind.VERIFY, Doer.OFFICER),
        (EventKind.DECIDED, "officer", StepKind.SIGN, Doer.SIGNATORY),
        (EventKind.OBJECTION_DECIDED, "officer", None, Doer.OFFICER),
        (EventKind.ISSUED, "officer", StepKind.SIGN, Doer.SIGNATORY),
        (EventKind.REVOKED, "officer", None, Doer.SIGNATORY),
    ],
)
def test_a_robot_an_officer_and_the_signatory_are_three_different_things(
    kind: EventKind, actor: str, step: StepKind | None, doer: Doer
) -> None:
    assert doer_of(happened(kind, actor), step) is doer


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (
            happened(EventKind.VISIT_AGREED, time="2026-11-30T02:00:00+00:00"),
            "Kunjungan Bapenda disepakati: Senin, 30 November 2026, pukul 09.00 WIB.",
        ),
        (happened(EventKind.PAID, amount=1_250_000), "Pembayaran Rp1.250.000 diterima: Pajak reklame."),
        (
            happened(EventKind.DECIDED, "officer", decision="APPROVE", amount=0),
            "Bapenda menyetujui: Pajak reklame. Tidak ada yang harus dibayar.",
        ),
        (happened(EventKind.REFUNDED, amount=50_000), "Uang Rp50.000 dikembalikan kepada pemohon."),
        (happened(EventKind.CHECKED, outcome="match"), "Diperiksa otomatis dan cocok: Pajak reklame."),
        (
            happened(EventKind.CHECKED, outcome="no-answer"),
            "Pemeriksaan otomatis tidak terjawab: Pajak reklame. Petugas Bapenda melihatnya.",
        ),
        (happened(EventKind.DECIDED, decision="REFUSE"), "Bapenda menolak: Pajak reklame."),
        (
            happened(
                EventKind.TRANSFER_DECLINED, to="Dinas Kesehatan", by="Dinas Kesehatan", reason="Bukan kami."
            ),
            "Dinas Kesehatan tidak mengambil alih: Pajak reklame. Bapenda tetap mengerjakannya. Alasannya: Bukan kami.",
        ),
        (
            happened(EventKind.TRANSFER_ACCEPTED, to="Bapenda", by="Bapenda", steps=["tax"]),
            "Bapenda mengambil alih: Pajak reklame. Batas waktunya tidak berubah.",
        ),
        (
            happened(EventKind.DECIDED, decision="APPROVE", reference={"system": "OSS", "number": "9120"}),
            "Bapenda mencatat nomor dari OSS: 9120.",
        ),
        (happened(EventKind.REMINDED, step="pay"), "Pemohon diingatkan untuk membayar: Pajak reklame."),
        (happened(EventKind.REMINDED), "Pemohon diingatkan untuk mengirim perbaikan."),
        (happened(EventKind.LAPSED, step="pay"), "Permohonan ditutup karena tidak dibayar pada waktunya."),
        (
            happened(EventKind.OBJECTION_DECIDED, upheld=False),
            "Keberatan diputuskan: penolakan tetap berlaku.",
        ),
    ],
)
def test_an_event_is_told_with_its_facts(event: EventRow, text: str) -> None:
    said = event_text(event, STEP, "Bapenda", WIB)
    assert said.message.format(**said.facts) == text


NEEDS: dict[EventKind, dict[str, Any]] = {
    EventKind.CHECKED: {"outcome": "match"},
    EventKind.VISIT_AGREED: {"time": "2026-11-30T02:00:00+00:00"},
    EventKind.PAID: {"amount": 1},
    EventKind.REFUNDED: {"amount": 1},
    EventKind.PAYMENT_REPORTED: {"amount": 1},
    EventKind.OBJECTION_DECIDED: {"upheld": True},
}


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_has_its_sentence(kind: EventKind) -> None:
    said = event_text(happened(kind, **NEEDS.get(kind, {})), STEP, "Bapenda", WIB)
    assert "{" not in said.message.format(**said.facts)
