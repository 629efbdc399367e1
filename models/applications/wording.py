"""What people read about an application: labels and events in plain Indonesian, as msgids with facts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from models.applications.states import ApplicationState, Decision, EventKind
from models.kit.text import N_, Text
from models.services.definition import StepKind


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
    (StepKind.VISIT, N_("Peninjauan lapangan")),
    (StepKind.VERIFY, N_("Diverifikasi instansi teknis")),
    (StepKind.CHECK, N_("Diverifikasi instansi teknis")),
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


_DECIDED = {
    Decision.APPROVE: N_("{agency} menyetujui: {step}."),
    Decision.RETURN: N_("{agency} menemukan hal yang perlu diperbaiki: {step}."),
    Decision.REFUSE: N_("{agency} menolak: {step}."),
}


def event_text(kind: EventKind, step: Text | None, agency: str, decision: str | None) -> Said:
    """What happened, in a sentence."""
    facts = {"step": str(step or ""), "agency": agency}
    if kind is EventKind.DECIDED and decision is not None:
        return Said(_DECIDED[Decision(decision)], facts)
    return Said(_HAPPENED[kind], facts)


_HAPPENED = {
    EventKind.SUBMITTED: N_("Permohonan diterima dan dibagikan ke semua instansi terkait."),
    EventKind.DECIDED: N_("{agency} menjawab: {step}."),
    EventKind.FINDINGS_RELEASED: N_("Permohonan dikembalikan kepada pemohon untuk diperbaiki."),
    EventKind.CORRECTED: N_("Perbaikan diterima dan dikirim kembali ke instansi yang meminta."),
    EventKind.ISSUED: N_("Dokumen ditandatangani dan terbit."),
}

NEWS = {
    ApplicationState.RETURNED: "KabPintar: {number} perlu diperbaiki. Lihat apa saja di {url}",
    ApplicationState.ISSUED: "KabPintar: dokumen {number} sudah terbit. Unduh di {url}",
    ApplicationState.REFUSED: "KabPintar: {number} ditolak. Baca alasannya di {url}",
}
"""What an applicant is told by SMS when the state becomes this: at most 160 GSM-7 characters."""

RECEIVED = "KabPintar: permohonan {number} diterima, PIN {pin}. Lacak di {url}"
