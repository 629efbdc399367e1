"""What people read about a bill by SMS, at most 160 GSM-7 characters, and why money is given back."""

from models.billing.workflow import Refundable
from models.kit.text import N_

TO_PAY = "KabPintar: {number} perlu dibayar {amount}. Cara membayar dan batasnya di {url}"
RECEIPT = "KabPintar: pembayaran {amount} untuk {number} sudah diterima. Lihat {url}"
GIVEN_BACK = "KabPintar: {amount} untuk {number} sudah dikembalikan dengan transfer. Lihat {url}"

WHY_GIVEN_BACK = {
    Refundable.WRONG_AMOUNT: N_("jumlahnya lain dengan tagihan"),
    Refundable.UNKNOWN: N_("tagihannya tidak dikenal"),
    Refundable.LATE: N_("tagihannya sudah berakhir"),
    Refundable.TWICE: N_("tagihannya sudah lunas"),
    Refundable.OVER: N_("lebih dari yang harus dibayar"),
    Refundable.REFUSED: N_("permohonannya ditolak"),
    Refundable.WITHDRAWN: N_("permohonannya dibatalkan"),
    Refundable.LAPSED: N_("permohonannya ditutup karena waktunya lewat"),
}
"""Why money goes back, behind its amount."""
