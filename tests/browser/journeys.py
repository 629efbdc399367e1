"""The way through the services, as the people of these tests walk it."""

from collections.abc import Mapping
from datetime import timedelta

from tests.browser.conftest import Street
from tests.browser.people import Citizen, Officer, Passerby
from tests.browser.person import DESK
from tests.real_clock import real_today
from tests.story import photo

REKLAME = "Izin Penyelenggaraan Reklame"
USAHA = "Surat Keterangan Usaha"
FUEL = "Rekomendasi Pembelian BBM untuk Petani dan Nelayan"
BEGINS, ENDS = "Dipasang mulai tanggal", "Dipasang sampai tanggal"
FIRST_DAY = real_today() + timedelta(days=14)
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
MILL: Mapping[str, str] = {
    "Jenis pengguna BBM": "Usaha mikro pengolah hasil tani atau ikan",
    "Tempat alat dipakai": "Dusun Karang, di timur balai desa",
    "Jenis alat": "Penggiling atau pencacah",
    "Merek dan tipe alat": "Kubota RD 85",
    "Daya mesin (PK)": "8,5",
    "Jumlah alat": "1",
    "Jenis BBM": "Solar bersubsidi",
    "Jam pakai dalam sehari": "4",
    "Hari pakai dalam sebulan": "20",
    "Kebutuhan BBM sebulan (liter)": "100",
    "SPBU tempat membeli": "SPBU Jalan Raya Salaman",
    "BBM ini saya pakai sendiri dan tidak saya jual lagi": "Ya",
}
PAPERS = {"lokasi.jpg": "Foto lokasi pemasangan", "desain.jpg": "Gambar desain reklame"}


async def fill_in_reklame(citizen: Citizen, sign: Mapping[str, str] = SIGN) -> None:
    """From the form to the review; whoever is new says first who they are."""
    if "/profil" in citizen.page.url:
        await citizen.fill(IDENTITY)
        await citizen.press("Simpan dan lanjut")
    await citizen.fill(sign)
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


async def at_the_desk(street: Street, username: str) -> Officer:
    """An officer who has signed in."""
    officer = await street.new(Officer, screen=DESK)
    await officer.sign_in(username)
    return officer


async def approved_by(street: Street, number: str, *usernames: str) -> None:
    """Each of them says yes, one after the other."""
    for username in usernames:
        officer = await at_the_desk(street, username)
        await officer.approve(number)


async def signed_by(street: Street, number: str, username: str) -> None:
    """The head signs."""
    head = await at_the_desk(street, username)
    await head.sign(number, head.site.officer_password)
    await head.sees("Ditandatangani oleh")


async def find_service(visitor: Passerby | Citizen, words: str, title: str) -> None:
    """From the home page over the search to a service's page."""
    await visitor.open("/")
    await visitor.fill({"Apa yang ingin Anda urus?": words})
    await visitor.press("Cari")
    await visitor.follow(title)
