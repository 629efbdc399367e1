"""What people read about an application: labels and events in plain Indonesian, as msgids with facts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from models.applications.move_wording import DIRECTED, MOVED, TOLD_WITH_REASON, WITH_REASON
from models.applications.queries.contents import EventRow
from models.applications.states import (
    TRANSFERS,
    ApplicationState,
    Decision,
    EventKind,
    Outcome,
)
from models.kit.actor import ActorKind
from models.kit.text import N_, Text
from models.services.definition import StepKind
from models.services.presenting import moment_in_words, rupiah


@dataclass(frozen=True, slots=True)
class Said:
    """A msgid and the facts to fill in; a door translates it."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


_LABELS = {
    ApplicationState.DRAFT: N_("Draf"),
    ApplicationState.RETURNED: N_("Dikembalikan untuk perbaikan"),
    ApplicationState.APPROVED: N_("Disetujui, menunggu tanda tangan"),
    ApplicationState.ISSUED: N_("Terbit"),
    ApplicationState.REFUSED: N_("Ditolak"),
    ApplicationState.WITHDRAWN: N_("Dibatalkan pemohon"),
    ApplicationState.LAPSED: N_("Ditutup karena tidak dilengkapi"),
    ApplicationState.DEEMED_APPROVED: N_("Dianggap dikabulkan (fiktif positif)"),
    ApplicationState.COMPLETED: N_("Selesai di sistem lain"),
}
_STAGES = (
    (StepKind.PAY, N_("Menunggu pembayaran")),
    (StepKind.PAY_STATE, N_("Pembayaran ke kas negara")),
    (StepKind.VISIT, N_("Peninjauan lapangan")),
    (StepKind.VERIFY, N_("Sedang diperiksa")),
    (StepKind.CHECK, N_("Sedang diperiksa")),
    (StepKind.DECIDE, N_("Menunggu keputusan")),
    (StepKind.SIGN, N_("Menunggu keputusan")),
)


def label(state: ApplicationState, open_kinds: Collection[StepKind]) -> Said:
    """The label of a state; one that is in progress is named after what is open."""
    if state is not ApplicationState.IN_PROGRESS:
        return Said(_LABELS[state])
    for kind, text in _STAGES:
        if kind in open_kinds:
            return Said(text)
    return Said(N_("Permohonan diterima"))


class Doer(StrEnum):
    """Whose doing something was: a machine's, an officer's, the legal signatory's, or the applicant's own."""

    ROBOT = "robot"
    OFFICER = "officer"
    SIGNATORY = "signatory"
    CITIZEN = "citizen"


_SIGNED = frozenset({EventKind.ISSUED, EventKind.REVOKED})
"""What the official who answers for a document in law does in person, or whoever stands in that one's place."""


def doer_of(event: EventRow, step: StepKind | None) -> Doer:
    """Who did it. Whoever signs, or refuses to sign, is the official who answers for it in law, never a robot."""
    if event.actor_kind == ActorKind.SYSTEM:
        return Doer.ROBOT
    if event.actor_kind == ActorKind.CITIZEN:
        return Doer.CITIZEN
    signs = event.kind is EventKind.DECIDED and step is StepKind.SIGN
    return Doer.SIGNATORY if signs or event.kind in _SIGNED else Doer.OFFICER


def event_text(event: EventRow, step: Text | None, agency: str, zone: ZoneInfo) -> Said:
    """What happened, in a sentence; `agency` had the step then, or got one by this event. Times are the `zone`'s."""
    facts: dict[str, object] = {"step": str(step or ""), "agency": agency}
    if event.kind is EventKind.VISIT_AGREED:
        facts["time"] = moment_in_words(datetime.fromisoformat(event.facts["time"]), zone)
    if "amount" in event.facts:
        facts["amount"] = rupiah(event.facts["amount"])
    if event.kind in TRANSFERS:
        facts |= {name: event.facts.get(name, "") for name in ("to", "by", "reason")}
    if event.kind is EventKind.REROUTED:
        facts["reason"] = event.facts.get("reason", "")
    if reference := event.facts.get("reference"):
        facts |= {"system": reference["system"], "reference": reference["number"]}
    message = _happened(event)
    if facts.get("reason") and event.kind in TOLD_WITH_REASON:
        return Said(WITH_REASON[message], facts)
    return Said(message, facts)


def _happened(event: EventRow) -> str:
    facts: Mapping[str, Any] = event.facts
    match event.kind:
        case EventKind.CORRECTED if event.moved:
            return _MOVED
        case EventKind.DECIDED if "reference" in facts:
            return _REFERRED
        case EventKind.DECIDED if "amount" in facts:
            return _SET if facts["amount"] else _SET_TO_NOTHING
        case EventKind.DECIDED if event.decision is not None:
            return _DECIDED[Decision(event.decision)]
        case EventKind.CHECKED:
            return _CHECKED[Outcome(facts["outcome"])] if "outcome" in facts else _ASKED
        case EventKind.REMINDED | EventKind.LAPSED if event.step:
            return _UNPAID[event.kind]
        case EventKind.ESCALATED if not event.step:
            return _UNJUDGED
        case EventKind.OBJECTION_DECIDED:
            return _JUDGED[facts["upheld"]]
        case EventKind.TRANSFER_OFFERED if facts.get("directed"):
            return DIRECTED
        case EventKind.RECALCULATED if facts.get("cause") == "rules":
            return _RULES
        case _:
            return _HAPPENED[event.kind]


_MOVED = N_("Perbaikan diterima. Karena isiannya berubah, sekarang dikerjakan {agency}.")
_REFERRED = N_("{agency} mencatat nomor dari {system}: {reference}.")
_DECIDED = {
    Decision.APPROVE: N_("{agency} menyetujui: {step}."),
    Decision.RETURN: N_("{agency} menemukan hal yang perlu diperbaiki: {step}."),
    Decision.REFUSE: N_("{agency} menolak: {step}."),
}
_SET = N_("{agency} menyetujui: {step}. Yang harus dibayar {amount}.")
_SET_TO_NOTHING = N_("{agency} menyetujui: {step}. Tidak ada yang harus dibayar.")
_ASKED = N_("Sistem memeriksa: {step}.")
_CHECKED = {
    Outcome.MATCH: N_("Diperiksa otomatis dan cocok: {step}."),
    Outcome.MISMATCH: N_("Diperiksa otomatis, belum cocok: {step}. Petugas {agency} melihatnya."),
    Outcome.NO_ANSWER: N_("Pemeriksaan otomatis tidak terjawab: {step}. Petugas {agency} melihatnya."),
}
_UNPAID = {
    EventKind.REMINDED: N_("Pemohon diingatkan untuk membayar: {step}."),
    EventKind.LAPSED: N_("Permohonan ditutup karena tidak dibayar pada waktunya."),
}
_UNJUDGED = N_("Pejabat yang memutuskan keberatan diingatkan karena batas waktunya mendekat atau lewat.")
_JUDGED = {
    True: N_("Keberatan diterima. Permohonan diperiksa lagi oleh petugas lain."),
    False: N_("Keberatan diputuskan: penolakan tetap berlaku."),
}
_RULES = N_("Langkah permohonan disusun ulang menurut aturan sistem yang diperbaiki.")
_HAPPENED = {
    **MOVED,
    EventKind.SUBMITTED: N_("Permohonan diterima dan dibagikan ke semua instansi terkait."),
    EventKind.DECIDED: N_("{agency} menjawab: {step}."),
    EventKind.FINDINGS_RELEASED: N_("Permohonan dikembalikan kepada pemohon untuk diperbaiki."),
    EventKind.CORRECTED: N_("Perbaikan diterima. Instansi yang memakai bagian yang diubah memeriksa lagi."),
    EventKind.ISSUED: N_("Dokumen ditandatangani dan terbit."),
    EventKind.VISIT_PROPOSED: N_("{agency} mengusulkan dua waktu kunjungan."),
    EventKind.VISIT_AGREED: N_("Kunjungan {agency} disepakati: {time}."),
    EventKind.VISIT_DECLINED: N_("Pemohon meminta waktu kunjungan yang lain."),
    EventKind.PAID: N_("Pembayaran {amount} diterima: {step}."),
    EventKind.REFUNDED: N_("Uang {amount} dikembalikan kepada pemohon."),
    EventKind.REOPENED: N_("Ternyata sudah dibayar pada waktunya. Permohonan dibuka lagi."),
    EventKind.PAYMENT_REPORTED: N_("Pemohon melaporkan {amount} sudah dibayar ke kas negara: {step}."),
    EventKind.PAYMENT_NOT_CONFIRMED: N_("{agency} belum menemukan pembayarannya: {step}."),
    EventKind.REMINDED: N_("Pemohon diingatkan untuk mengirim perbaikan."),
    EventKind.ESCALATED: N_("{agency} diingatkan karena batas waktunya mendekat atau lewat: {step}."),
    EventKind.LAPSED: N_("Permohonan ditutup karena tidak dilengkapi pada waktunya."),
    EventKind.DEEMED_APPROVED: N_("Batas waktu lewat tanpa jawaban: menurut hukum dianggap dikabulkan."),
    EventKind.WITHDRAWN: N_("Permohonan dibatalkan oleh pemohon."),
    EventKind.OBJECTED: N_("Pemohon mengajukan keberatan."),
    EventKind.OBJECTION_DEEMED: N_(
        "Keberatan tidak diputuskan pada waktunya: menurut hukum dianggap dikabulkan. Permohonan diperiksa lagi."
    ),
    EventKind.REVOKED: N_("Dokumen dicabut."),
    EventKind.RECALCULATED: N_("Batas waktu dihitung ulang karena hari libur berubah."),
}

NEWS = {
    ApplicationState.DEEMED_APPROVED: (
        "KabPintar: {number} dianggap dikabulkan karena batas waktu lewat. Langkah berikutnya di {url}"
    ),
    ApplicationState.COMPLETED: "KabPintar: {number} selesai. Nomor dan langkah berikutnya di {url}",
    ApplicationState.LAPSED: "KabPintar: {number} ditutup karena tidak dilengkapi. Lihat {url}",
    ApplicationState.WITHDRAWN: "KabPintar: {number} dibatalkan atas permintaan Anda. Lihat {url}",
    ApplicationState.RETURNED: "KabPintar: {number} perlu diperbaiki. Lihat apa saja di {url}",
    ApplicationState.ISSUED: "KabPintar: dokumen {number} sudah terbit. Unduh di {url}",
    ApplicationState.REFUSED: "KabPintar: {number} ditolak. Baca alasannya di {url}",
}
"""What an applicant is told by SMS when the state becomes this: at most 160 GSM-7 characters."""

REMINDERS = {
    False: "KabPintar: {number} masih menunggu perbaikan Anda. Lihat batas waktunya di {url}",
    True: "KabPintar: {number} menunggu pembayaran Anda. Lihat tagihan dan batasnya di {url}",
}
"""By whether something is to be paid."""
REOPENED = "KabPintar: Anda ternyata membayar tepat waktu. Permohonan {number} dibuka lagi. Lihat {url}"
TO_GIVE_BACK = "KabPintar: {amount} untuk {number} akan dikembalikan kepada Anda. Lihat {url}"
STATE_REVENUE_OWED = (
    "KabPintar: {number} perlu PNBP {amount} ke kas negara. Cara membayar dan batasnya di {url}"
)
PAYMENT_NOT_CONFIRMED = (
    "KabPintar: pembayaran PNBP {number} belum ditemukan. Baca alasannya dan lapor lagi di {url}"
)
VISIT_PROPOSED = "KabPintar: petugas {number} ingin datang meninjau. Pilih waktunya di {url}"
OBJECTION_ANSWERED = "KabPintar: keberatan Anda atas {number} sudah diputuskan. Baca di {url}"
OBJECTION_GRANTED = "KabPintar: keberatan Anda atas {number} dianggap dikabulkan karena waktunya lewat. {url}"
PERMIT_REVOKED = "KabPintar: dokumen {number} dicabut dan tidak berlaku lagi. Baca alasannya di {url}"
ALERTS = {
    50: N_("Setengah waktu sudah lewat: {step} untuk {number}."),
    80: N_("Hampir lewat batas (80 %): {step} untuk {number}."),
    100: N_("Lewat batas waktu: {step} untuk {number}."),
}
"""What officers, their head and the Sekda read, by the share of the working time that has passed."""
OBJECTION_ALERTS = {
    50: N_("Setengah waktu sudah lewat: keberatan atas {number}."),
    80: N_("Hampir lewat batas (80 %): keberatan atas {number}."),
    100: N_("Lewat batas waktu: keberatan atas {number}."),
}
OBJECTION_LAPSED = N_("Keberatan atas {number} tidak diputuskan pada waktunya dan dianggap dikabulkan.")
VISIT_ANSWERED = {
    EventKind.VISIT_AGREED: N_("Waktu kunjungan disepakati: {step} untuk {number}."),
    EventKind.VISIT_DECLINED: N_("Pemohon meminta waktu kunjungan yang lain: {step} untuk {number}."),
}
"""What the officers who visit read."""

RECEIVED = "KabPintar: permohonan {number} diterima, PIN {pin}. Lacak di {url}"
