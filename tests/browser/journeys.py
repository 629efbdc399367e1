"""The way through the two services, as the people of these tests walk it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from tests.browser.people import Citizen, Passerby
from tests.story import photo

REKLAME = "Izin Penyelenggaraan Reklame"
USAHA = "Surat Keterangan Usaha"
BEGINS, ENDS = "Dipasang mulai tanggal", "Dipasang sampai tanggal"
FIRST_DAY = datetime.now(UTC).date() + timedelta(days=14)
LAST_DAY = FIRST_DAY + timedelta(days=180)

IDENTITY: Mapping[str, str] = {
    "NIK": "9908014203920077",
    "Nama lengkap": "Sari Contoh",
    "Alamat": "Dusun Tegal",
    "RT": "3",
    "RW": "1",
    "Desa atau kelurahan": "Ngargoretno",
}
SIGN: Mapping[str, str] = {
    "Jenis reklame": "Papan nama toko atau usaha",
    "Naskah reklame": "Kopi Menoreh, buka tiap hari",
    "Lebar (meter)": "2,5",
    "Tinggi (meter)": "1",
    "Jumlah sisi": "1",
    "Jumlah reklame": "1",
    "Alamat pemasangan": "Jalan Raya Salaman km 3, Ngargoretno, Salaman",
    "Milik siapa tanah atau bangunannya?": "Milik sendiri",
    "Apakah reklame berdiri di ruang milik jalan?": "Tidak",
    BEGINS: FIRST_DAY.isoformat(),
    ENDS: LAST_DAY.isoformat(),
}
BUSINESS: Mapping[str, str] = {
    "Nama usaha": "Warung Bu Tini",
    "Bidang usaha": "Makanan dan minuman",
    "Barang atau jasa yang dijual": "Gula aren dan kopi",
    "Berjalan sejak tahun": "2019",
    "Perkiraan penjualan sebulan": "Kurang dari Rp5 juta",
    "Alamat tempat usaha": "Dusun Karang RT 003/RW 001",
    "Keperluan surat": "Kredit Usaha Rakyat (KUR)",
}
PAPERS = {"lokasi.jpg": "Foto lokasi pemasangan", "desain.jpg": "Gambar desain reklame"}


async def fill_in_reklame(citizen: Citizen) -> None:
    """From the form to the review; whoever is new says first who they are."""
    if "/profil" in citizen.page.url:
        await citizen.fill(IDENTITY)
        await citizen.press("Simpan dan lanjut")
    await citizen.fill(SIGN)
    await citizen.press("Simpan dan lanjut ke dokumen")
    for name, label in PAPERS.items():
        await citizen.attach(label, name, photo())
    await citizen.press("Lanjut ke pemeriksaan")


async def fill_in_usaha(citizen: Citizen) -> None:
    """From the form to the review."""
    await citizen.fill(BUSINESS)
    await citizen.press("Simpan dan lanjut ke dokumen")
    await citizen.attach("Foto tempat usaha", "warung.jpg", photo())
    await citizen.press("Lanjut ke pemeriksaan")


async def find_service(visitor: Passerby | Citizen, words: str, title: str) -> None:
    """From the home page over the search to a service's page."""
    await visitor.open("/")
    await visitor.fill({"Apa yang ingin Anda urus?": words})
    await visitor.press("Cari")
    await visitor.follow(title)
