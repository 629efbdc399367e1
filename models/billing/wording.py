"""What people read about a bill by SMS: at most 160 GSM-7 characters."""

TO_PAY = "KabPintar: {number} perlu dibayar {amount}. Cara membayar dan batasnya di {url}"
RECEIPT = "KabPintar: pembayaran {amount} untuk {number} sudah diterima. Lihat {url}"
GIVEN_BACK = "KabPintar: {amount} untuk {number} sudah dikembalikan dengan transfer. Lihat {url}"
