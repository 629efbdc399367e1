"""The faults that a service's file can have. Codes are fixed; docs/catalogue.md lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.kit.text import N_
from models.services.source import Where


class Code(StrEnum):
    """What is wrong; tools switch on it."""

    YAML_SYNTAX = "yaml-syntax"
    DUPLICATE_KEY = "duplicate-key"
    MISSING_PART = "missing-part"
    UNKNOWN_PART = "unknown-part"
    MISPLACED_PART = "misplaced-part"
    WRONG_VALUE = "wrong-value"
    NO_INDONESIAN = "no-indonesian"
    NO_PRODUCT = "no-product"
    NO_AGENCY = "no-agency"
    FILE_NAME = "file-name"
    SAME_KEY = "same-key"
    UNKNOWN_FIELD = "unknown-field"
    FIELD_TWICE = "field-twice"
    FIELD_UNPLACED = "field-unplaced"
    UNBOUNDED_FIELD = "unbounded-field"
    BAD_PATTERN = "bad-pattern"
    ASKS_IDENTITY = "asks-identity"
    CONDITION_FIELD = "condition-field"
    CONDITION_OPEN = "condition-open"
    CONDITION_NEVER = "condition-never"
    UNKNOWN_NEED = "unknown-need"
    CYCLE = "cycle"
    NEVER_OPENS = "never-opens"
    NOT_AWAITED = "not-awaited"
    SIGN_STEPS = "sign-steps"
    SIGN_CONDITIONAL = "sign-conditional"
    NO_DECISION = "no-decision"
    CLOCKS_EXCEED_PROMISE = "clocks-exceed-promise"
    NUMBER_FORMAT = "number-format"
    REPEALED_DOCUMENT = "repealed-document"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, where, and the facts to say it with."""

    code: Code
    where: Where
    facts: Mapping[str, object] = field(default_factory=dict)


TEXTS: Mapping[Code, tuple[str, str]] = {
    Code.YAML_SYNTAX: (
        N_("Berkas ini tidak terbaca sebagai YAML: {reason}."),
        N_("Periksa jarak awal baris, tanda petik, dan koma. Di dalam { … } teks berkoma perlu tanda petik."),
    ),
    Code.DUPLICATE_KEY: (
        N_("“{name}” ditulis dua kali."),
        N_("Hapus salah satu; yang kedua akan menimpa yang pertama."),
    ),
    Code.MISSING_PART: (N_("“{name}” belum ada di {where}."), N_("Bagian ini wajib: {about}")),
    Code.UNKNOWN_PART: (
        N_("“{name}” tidak dikenal di {where}."),
        N_("Yang dikenal: {known}. Teks berkoma di dalam { … } perlu tanda petik."),
    ),
    Code.MISPLACED_PART: (N_("“{name}” tidak berlaku di sini."), N_("Hapus, atau periksa jenisnya. {about}")),
    Code.WRONG_VALUE: (N_("Isi {where} tidak sesuai: {reason}."), N_("Yang diminta: {about}")),
    Code.NO_INDONESIAN: (
        N_("Teks Indonesia di {where} belum ada."),
        N_("Tulis `id:`; bahasa lain hanya pendamping."),
    ),
    Code.NO_PRODUCT: (
        N_("Tidak jelas apa yang diterima pemohon pada akhirnya."),
        N_("Isi tepat satu: `output` (terbit di sini) atau `elsewhere` (terbit di sistem lain)."),
    ),
    Code.NO_AGENCY: (
        N_("Langkah “{step}” tidak dapat diputuskan siapa pun."),
        N_("Isi tepat satu: `agency` (kode instansi) atau `agency_of_village` (rt, village, district)."),
    ),
    Code.FILE_NAME: (
        N_("Berkas bernama {file}, tetapi slug-nya “{slug}”."),
        N_("Namai berkas menurut slug."),
    ),
    Code.SAME_KEY: (N_("“{key}” dipakai lebih dari sekali."), N_("Beri setiap butir nama sendiri.")),
    Code.UNKNOWN_FIELD: (
        N_("Isian “{field}” tidak ada di formulir."),
        N_("Periksa ejaannya, atau tambahkan di form.properties."),
    ),
    Code.FIELD_TWICE: (
        N_("Isian “{field}” ditempatkan dua kali."),
        N_("Sebut setiap isian di satu bagian saja."),
    ),
    Code.FIELD_UNPLACED: (
        N_("Isian “{field}” tidak ada di bagian mana pun, jadi tidak akan terlihat."),
        N_("Sebut isian itu di `sections`."),
    ),
    Code.UNBOUNDED_FIELD: (
        N_("Isian “{field}” tidak berbatas."),
        N_("Beri teks `maxLength`, dan angka `minimum` serta `maximum`."),
    ),
    Code.BAD_PATTERN: (N_("Pola isian “{field}” tidak terbaca."), N_("Perbaiki regular expression-nya.")),
    Code.ASKS_IDENTITY: (
        N_("Isian “{field}” menanyakan data diri yang sudah ada di akun."),
        N_("Hapus; petugas melihatnya lewat `sees_identity`, dan di sana data itu terlindung."),
    ),
    Code.CONDITION_FIELD: (
        N_("Syarat langkah “{step}” memakai isian “{field}” yang tidak ada."),
        N_("Periksa ejaannya, atau tambahkan di form.properties."),
    ),
    Code.CONDITION_OPEN: (
        N_("Syarat langkah “{step}” juga berlaku bila “{field}” tidak diisi."),
        N_("Sebut isian itu di `when.required`."),
    ),
    Code.CONDITION_NEVER: (
        N_("Syarat langkah “{step}” tidak pernah terpenuhi: “{field}” tidak dapat berisi itu."),
        N_("Samakan dengan pilihan atau jenis isian di formulir."),
    ),
    Code.UNKNOWN_NEED: (N_("Langkah “{step}” menunggu “{need}” yang tidak ada."), N_("Periksa ejaannya.")),
    Code.CYCLE: (N_("Langkah “{step}” menunggu dirinya sendiri."), N_("Putuskan lingkaran di `needs`.")),
    Code.NEVER_OPENS: (
        N_("Langkah “{step}” tidak akan pernah terbuka, karena menunggu langkah yang tidak selesai."),
        N_("Perbaiki langkah yang ditunggunya."),
    ),
    Code.NOT_AWAITED: (
        N_("Tidak ada yang menunggu langkah “{step}”; dokumen dapat terbit tanpa jawabannya."),
        N_("Sebut langkah itu di `needs` langkah sesudahnya, atau hapus."),
    ),
    Code.SIGN_STEPS: (
        N_("Ada {count} langkah tanda tangan; harus tepat satu."),
        N_("Satu langkah `kind: sign` membuat dokumen sah."),
    ),
    Code.SIGN_CONDITIONAL: (
        N_("Tanda tangan “{step}” bersyarat, sehingga dokumen bisa tidak pernah terbit."),
        N_("Hapus `when` dari langkah tanda tangan."),
    ),
    Code.NO_DECISION: (
        N_("Tidak ada langkah yang selalu memutuskan permohonan."),
        N_("Tambahkan langkah `kind: decide` tanpa `when`, atau beri tanda tangan `decides: true`."),
    ),
    Code.CLOCKS_EXCEED_PROMISE: (
        N_(
            "Jalur terpanjang ({path}) perlu {hours} jam kerja, tetapi janjinya {promised} jam ({days} hari)."
        ),
        N_("Perpendek batas waktu langkah, jalankan serentak, atau janjikan lebih lama."),
    ),
    Code.NUMBER_FORMAT: (
        N_("Format nomor tidak dapat dipakai."),
        N_("Pakai {sequence} dan {year} saja, misalnya 503/{sequence:04d}/RKL/{year}."),
    ),
    Code.REPEALED_DOCUMENT: (
        N_("{document} sudah dihapus secara nasional dan tidak boleh diminta lagi."),
        N_("Hapus persyaratan ini; untuk usaha, NIB sudah cukup."),
    ),
}
"""For each code: what is wrong, and how to mend it."""


def filled(text: str, facts: Mapping[str, object]) -> str:
    """The text with its facts; other braces stay as they are."""
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
