"""What people read about a step on its way to another agency."""

from models.applications.states import TRANSFERS, EventKind, OfferKind
from models.kit.text import N_

DIRECTED = N_("{by} meminta {to} mengambil alih dari {agency}: {step}.")
MOVED = {
    EventKind.REROUTED: N_("Dialihkan ke {agency}, instansi yang berwenang: {step}."),
    EventKind.TRANSFER_ASKED: N_("{agency} meminta {to} menunjuk instansi yang berwenang: {step}."),
    EventKind.TRANSFER_OFFERED: N_(
        "{agency} meminta {to} mengambil alih: {step}. Sampai diterima, {agency} tetap mengerjakannya."
    ),
    EventKind.TRANSFER_ACCEPTED: N_("{agency} mengambil alih: {step}. Batas waktunya tidak berubah."),
    EventKind.TRANSFER_DECLINED: N_("{to} tidak mengambil alih: {step}. {agency} tetap mengerjakannya."),
    EventKind.TRANSFER_WITHDRAWN: N_("Pengalihan ke {to} dibatalkan: {step}. {agency} tetap mengerjakannya."),
}
"""What happened, in a sentence."""
TOLD_WITH_REASON = frozenset({EventKind.REROUTED, *TRANSFERS - {EventKind.TRANSFER_WITHDRAWN}})
"""What is told with its reason, to those who may read it."""
WITH_REASON = {
    DIRECTED: N_("{by} meminta {to} mengambil alih dari {agency}: {step}. Alasannya: {reason}"),
    MOVED[EventKind.REROUTED]: N_(
        "Dialihkan ke {agency}, instansi yang berwenang: {step}. Alasannya: {reason}"
    ),
    MOVED[EventKind.TRANSFER_ASKED]: N_(
        "{agency} meminta {to} menunjuk instansi yang berwenang: {step}. Alasannya: {reason}"
    ),
    MOVED[EventKind.TRANSFER_OFFERED]: N_(
        "{agency} meminta {to} mengambil alih: {step}. Sampai diterima, {agency} tetap mengerjakannya."
        " Alasannya: {reason}"
    ),
    MOVED[EventKind.TRANSFER_ACCEPTED]: N_(
        "{agency} mengambil alih: {step}. Batas waktunya tidak berubah. Alasannya: {reason}"
    ),
    MOVED[EventKind.TRANSFER_DECLINED]: N_(
        "{to} tidak mengambil alih: {step}. {agency} tetap mengerjakannya. Alasannya: {reason}"
    ),
}

OFFERED = {
    OfferKind.ASKED: N_("{agency} meminta Anda menunjuk instansi yang berwenang: {step} untuk {number}."),
    OfferKind.OFFERED: N_("Ditawarkan kepada instansi Anda oleh {agency}: {step} untuk {number}."),
    OfferKind.DIRECTED: N_("{by} meminta instansi Anda mengambil alih: {step} untuk {number}."),
}
"""What the officers read to whose agency a step is offered."""
OFFER_ANSWERED = {
    EventKind.TRANSFER_ACCEPTED: N_("{to} mengambil alih: {step} untuk {number}."),
    EventKind.TRANSFER_DECLINED: N_("{to} tidak mengambil alih: {step} untuk {number}. {reason}"),
    EventKind.TRANSFER_WITHDRAWN: N_("Tidak ditawarkan lagi: {step} untuk {number}."),
}
"""What the agency reads that had offered it; or, where it was withdrawn, the one to which it was offered."""
