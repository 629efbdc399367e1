"""What `make run` says when everything is up."""

from app.settings import Settings

CITIZENS = ("+6281200000001", "+6281200000002", "+6281200000003")
OFFICERS = (
    ("rt-ngargoretno", "ketua RT"),
    ("desa-ngargoretno", "staf desa"),
    ("kades-ngargoretno", "kepala desa, menandatangani"),
    ("bapenda", "Badan Pendapatan Daerah"),
    ("dpupr", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ("satpolpp", "Satuan Polisi Pamong Praja"),
    ("dishub", "Dinas Perhubungan"),
    ("dpmptsp", "Dinas Penanaman Modal dan PTSP, memeriksa dan memutuskan"),
    ("kadis-dpmptsp", "kepala dinas, menandatangani"),
    ("dispertan", "Dinas Pertanian dan Pangan, datang berkunjung"),
    ("kadis-dispertan", "kepala dinas, menandatangani"),
    ("disdagkop", "Dinas Perdagangan, Koperasi, dan UKM"),
    ("sekda", "Sekretaris Daerah, diberi tahu saat batas waktu lewat"),
)


def greeting(settings: Settings) -> str:
    """The address, and in the local profile the accounts to try it with."""
    lines = ["", f"  {settings.regency_name}: {settings.public_url}", ""]
    if settings.is_local:
        lines += _demo_accounts(settings)
    lines += [f"  Log: {settings.var_dir}/log/", "  Ctrl-C menghentikan semuanya.", ""]
    return "\n".join(lines)


def _demo_accounts(settings: Settings) -> list[str]:
    password = settings.var_dir / "officer-password"
    told = password.read_text().strip() if password.exists() else f"(lihat {password})"
    return [
        f"  Warga     {settings.public_url}/masuk",
        f"            {', '.join(CITIZENS)}",
        f"            kode masuknya tampil di {settings.public_url}/dev/messages",
        f"  Petugas   {settings.public_url}/petugas",
        *(f"            {name:<18} {what}" for name, what in OFFICERS),
        f"            kata sandi semua petugas, juga untuk menandatangani: {told}",
        "",
    ]
