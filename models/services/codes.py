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
    MISSING_TRANSLATION = "missing-translation"
    FILE_NAME = "file-name"
    SAME_KEY = "same-key"
    SLUG_TAKEN = "slug-taken"
    CODE_TAKEN = "code-taken"
    KIND_TAKEN = "kind-taken"
    UNKNOWN_FIELD = "unknown-field"
    FIELD_TWICE = "field-twice"
    FIELD_UNPLACED = "field-unplaced"
    UNBOUNDED_FIELD = "unbounded-field"
    BAD_PATTERN = "bad-pattern"
    EMPTY_RANGE = "empty-range"
    DATE_RULE = "date-rule"
    ASKS_IDENTITY = "asks-identity"
    REPEALED_DOCUMENT = "repealed-document"
    OWN_PRODUCT = "own-product"
    IDENTITY_OPEN = "identity-open"
    IDENTITY_SHUT = "identity-shut"
    UNKNOWN_DOCUMENT = "unknown-document"
    UNSEEN = "unseen"
    CONDITION_FIELD = "condition-field"
    CONDITION_OPEN = "condition-open"
    CONDITION_NEVER = "condition-never"
    CONDITION_VALUE = "condition-value"
    CONDITION_CYCLE = "condition-cycle"
    REQUIRED_ANYWAY = "required-anyway"
    NEVER_TOGETHER = "never-together"
    UNKNOWN_NEED = "unknown-need"
    CYCLE = "cycle"
    NEVER_OPENS = "never-opens"
    NOT_AWAITED = "not-awaited"
    GATE_ANSWERS = "gate-answers"
    NO_AGENCY = "no-agency"
    UNKNOWN_AGENCY = "unknown-agency"
    AGENCY_FIELD = "agency-field"
    AGENCY_MISSING = "agency-missing"
    AGENCY_NEVER = "agency-never"
    SPLIT_COMPETENCE = "split-competence"
    APPLICANT_DECIDES = "applicant-decides"
    SAME_OFFICER = "same-officer"
    OTHER_OFFICER = "other-officer"
    TRANSFER_TO = "transfer-to"
    UNSTAFFED = "unstaffed"
    LONE_OFFICER = "lone-officer"
    NO_DECISION = "no-decision"
    SIGN_STEPS = "sign-steps"
    SIGN_CONDITIONAL = "sign-conditional"
    NO_PRODUCT = "no-product"
    ELSEWHERE_SIGNS = "elsewhere-signs"
    ELSEWHERE_END = "elsewhere-end"
    ISSUED_BY_OTHERS = "issued-by-others"
    NUMBER_FORMAT = "number-format"
    FILLS_NOTHING = "fills-nothing"
    CLOCKS_EXCEED_PROMISE = "clocks-exceed-promise"
    DURATION_DIFFERS = "duration-differs"
    DEEMED_BEFORE_PROMISE = "deemed-before-promise"
    DEEMED_FACT = "deemed-fact"
    FEE_DIFFERS = "fee-differs"
    BILL_AMOUNT = "bill-amount"
    BILL_UNSET = "bill-unset"
    STATE_REVENUE = "state-revenue"
    NOT_STATE_REVENUE = "not-state-revenue"
    REVENUE_SETTER = "revenue-setter"
    UNKNOWN_REGISTER = "unknown-register"
    REGISTER_CLOSED = "register-closed"
    REGISTER_UNCOUNTED = "register-uncounted"
    REGISTER_EMPTY = "register-empty"


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
    Code.MISSING_TRANSLATION: (
        N_("Teks Inggris di {where} belum ada."),
        N_(
            "Tulis `en:` di samping `id:`, bukan salinannya; di formulir `x-en` dengan title, dan description bila ada."
        ),
    ),
    Code.FILE_NAME: (
        N_("Berkas bernama {file}, tetapi slug-nya “{slug}”."),
        N_("Namai berkas menurut slug."),
    ),
    Code.SAME_KEY: (N_("“{key}” dipakai lebih dari sekali."), N_("Beri setiap butir nama sendiri.")),
    Code.SLUG_TAKEN: (N_("Slug “{value}” sudah dipakai berkas lain."), N_("Pilih slug lain.")),
    Code.CODE_TAKEN: (
        N_("Kode {value} sudah dipakai layanan {other}."),
        N_("Pilih awal nomor permohonan yang lain."),
    ),
    Code.KIND_TAKEN: (
        N_("Jenis dokumen “{value}” sudah diterbitkan layanan {other}."),
        N_("Pilih jenis lain di `output`; satu jenis dokumen terbit dari satu layanan."),
    ),
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
    Code.BAD_PATTERN: (N_("Pola “{field}” tidak terbaca."), N_("Perbaiki regular expression-nya.")),
    Code.DATE_RULE: (
        N_("Aturan {keyword} pada “{field}” tidak dapat dipakai: {reason}."),
        N_("Periksa `format` isian ini dan isian yang disebutnya, atau hapus aturannya."),
    ),
    Code.EMPTY_RANGE: (
        N_("Isian “{field}” tidak dapat diisi apa pun: batas-batasnya saling meniadakan."),
        N_("Perbaiki batas bawah, batas atas, atau pilihannya."),
    ),
    Code.ASKS_IDENTITY: (
        N_("Isian “{field}” menanyakan data diri yang sudah ada di akun."),
        N_("Hapus; petugas melihatnya lewat `sees_identity`, dan di sana data itu terlindung."),
    ),
    Code.REPEALED_DOCUMENT: (
        N_("{document} sudah dihapus secara nasional dan tidak boleh diminta lagi."),
        N_("Hapus persyaratan ini; untuk usaha cukup NIB, dan untuk praktik cukup STR."),
    ),
    Code.OWN_PRODUCT: (
        N_("“{document}” diminta dari pemohon, padahal dihasilkan layanan ini sendiri: {maker}."),
        N_("Hapus dokumen ini; instansi menjawabnya di langkahnya sendiri."),
    ),
    Code.IDENTITY_OPEN: (
        N_("“{document}” memperlihatkan identitas, tetapi terbuka bagi semua langkah."),
        N_("Tambahkan `identity: true`."),
    ),
    Code.IDENTITY_SHUT: (
        N_("Langkah “{step}” menyebut dokumen identitas “{document}”, tetapi tidak boleh melihatnya."),
        N_("Tambahkan `sees_identity: true` bila pekerjaannya perlu, atau hapus dari `sees`."),
    ),
    Code.UNKNOWN_DOCUMENT: (
        N_("Langkah “{step}” menyebut dokumen “{document}” yang tidak diminta."),
        N_("Periksa ejaannya, atau tambahkan di `documents`."),
    ),
    Code.UNSEEN: (
        N_("“{part}” diminta, tetapi tidak ada langkah yang melihatnya."),
        N_("Hapus, atau sebut di `sees` langkah yang memerlukannya; identitas perlu `sees_identity`."),
    ),
    Code.CONDITION_FIELD: (
        N_("Syarat {part} “{key}” memakai isian “{field}” yang tidak ada."),
        N_("Periksa ejaannya, atau tambahkan di form.properties."),
    ),
    Code.CONDITION_OPEN: (
        N_("Syarat {part} “{key}” juga berlaku bila “{field}” tidak diisi."),
        N_("Sebut isian itu di `required` syarat ini."),
    ),
    Code.CONDITION_NEVER: (
        N_("Syarat {part} “{key}” tidak pernah terpenuhi: “{field}” tidak dapat berisi itu."),
        N_("Samakan dengan pilihan, jenis, atau batas isian di formulir."),
    ),
    Code.CONDITION_VALUE: (
        N_("Syarat {part} “{key}” menyebut “{value}”, yang tidak pernah menjadi jawaban “{field}”."),
        N_("Periksa ejaannya: samakan dengan pilihan, jenis, atau batas isian di formulir."),
    ),
    Code.CONDITION_CYCLE: (
        N_("Isian “{field}” wajib atau tidak bergantung pada jawabannya sendiri."),
        N_("Ubah salah satu `x-required-when`, supaya tidak berputar."),
    ),
    Code.REQUIRED_ANYWAY: (
        N_("Isian “{field}” selalu wajib, jadi syaratnya tidak berarti."),
        N_("Hapus dari `form.required`, atau hapus `x-required-when` dan `x-required-text`."),
    ),
    Code.NEVER_TOGETHER: (
        N_("Langkah “{step}” menunggu “{need}”, tetapi keduanya tidak pernah berlaku bersama."),
        N_("Perbaiki salah satu `when`, atau hapus dari `needs`."),
    ),
    Code.UNKNOWN_NEED: (N_("Langkah “{step}” menunggu “{need}” yang tidak ada."), N_("Periksa ejaannya.")),
    Code.CYCLE: (
        N_("Langkah saling menunggu, jadi tidak ada yang pernah mulai: {steps}."),
        N_("Putuskan lingkaran di `needs`."),
    ),
    Code.NEVER_OPENS: (
        N_("Langkah “{step}” tidak akan pernah terbuka, karena {others} tidak pernah selesai."),
        N_("Perbaiki langkah yang ditunggunya."),
    ),
    Code.NOT_AWAITED: (
        N_("Langkah “{step}” tidak ditunggu “{last}”; permohonan dapat selesai tanpa jawabannya."),
        N_("Sebut langkah itu di `needs` langkah sesudahnya, atau hapus."),
    ),
    Code.GATE_ANSWERS: (
        N_(
            "Langkah “{step}” memutuskan, menetapkan jumlah, atau bukan pemeriksaan, jadi tidak dapat menjadi gerbang."
        ),
        N_("Hapus `gate`; gerbang hanya langkah verify yang menyatakan berkas lengkap."),
    ),
    Code.NO_AGENCY: (
        N_("Langkah “{step}” tidak dapat diputuskan siapa pun."),
        N_(
            "Isi tepat satu: `agency` (kode instansi), `agency_of_village` (rt, village, district), atau `agency_of`"
            " (menurut isian)."
        ),
    ),
    Code.AGENCY_FIELD: (
        N_("Instansi langkah “{step}” tidak dapat dicari dari isian “{field}”: {reason}."),
        N_(
            "Sebut isian wajib berjenis desa (`format: village`, dengan `kind`) atau pilihan (dengan `agencies`)."
        ),
    ),
    Code.AGENCY_MISSING: (
        N_("Langkah “{step}” tidak punya instansi untuk pilihan “{choice}”."),
        N_("Tambahkan pilihan itu di `agencies` beserta kode instansinya."),
    ),
    Code.AGENCY_NEVER: (
        N_("Langkah “{step}” menyebut instansi untuk “{choice}”, yang bukan pilihan isian itu."),
        N_("Periksa ejaannya, atau hapus dari `agencies`."),
    ),
    Code.SPLIT_COMPETENCE: (
        N_(
            "“{step}” diputuskan {mine}, tetapi “{other}” ditandatangani {theirs}; instansinya dapat berbeda."
        ),
        N_("Samakan keduanya: yang berwenang memutuskan juga menandatangani."),
    ),
    Code.UNKNOWN_AGENCY: (
        N_("Instansi “{agency}” tidak ada di kabupaten ini, jadi tidak ada yang dapat bekerja di sana."),
        N_("Periksa kodenya; kode instansi ada di daftar instansi."),
    ),
    Code.APPLICANT_DECIDES: (
        N_("Langkah “{step}” diberikan kepada “{agency}”: pemohon memutuskan permohonannya sendiri."),
        N_("Isi kode instansi; pembayaran ditulis dengan `kind: pay` dan instansi penagihnya."),
    ),
    Code.SAME_OFFICER: (
        N_("Langkah “{step}” dapat diputuskan petugas yang juga memeriksa di {others}."),
        N_("Tambahkan `other_officer_than: [{others}]`, agar dua orang yang menilai."),
    ),
    Code.OTHER_OFFICER: (
        N_(
            "`other_officer_than` langkah “{step}” menyebut “{other}”, yang tidak dijawab petugas sebelumnya."
        ),
        N_("Sebut hanya langkah check, verify, visit, atau decide yang tidak menunggu langkah ini."),
    ),
    Code.TRANSFER_TO: (
        N_("Langkah “{step}” tidak dapat dialihkan ke “{agency}”."),
        N_(
            "Sebut di `transfer_to` hanya instansi lain yang punya petugas (untuk tanda tangan: pimpinan), bukan RT,"
            " desa, atau kecamatan; langkah dengan `agency_of_village` dialihkan lewat Sekretariat Daerah."
        ),
    ),
    Code.UNSTAFFED: (
        N_("Langkah “{step}” tidak dapat dijawab siapa pun: {office} tidak punya {who}."),
        N_(
            "Pilih instansi yang punya petugas, untuk tanda tangan yang punya pimpinan; instansi tempat tinggal"
            " pemohon ditulis dengan `agency_of_village`, dan di tempat lain dengan `agency_of`."
        ),
    ),
    Code.LONE_OFFICER: (
        N_("Langkah “{step}” perlu petugas lain daripada “{other}”, tetapi {office} hanya punya seorang."),
        N_("Beri salah satu langkah kepada instansi lain, atau tambahkan petugas di sana."),
    ),
    Code.NO_DECISION: (
        N_("Tidak ada langkah yang selalu memutuskan permohonan."),
        N_("Tambahkan langkah `kind: decide` tanpa `when`, atau beri tanda tangan `decides: true`."),
    ),
    Code.SIGN_STEPS: (
        N_("Ada {count} langkah tanda tangan; harus tepat satu."),
        N_("Satu langkah `kind: sign` membuat dokumen sah."),
    ),
    Code.SIGN_CONDITIONAL: (
        N_("Tanda tangan “{step}” bersyarat, sehingga dokumen bisa tidak pernah terbit."),
        N_("Hapus `when` dari langkah tanda tangan."),
    ),
    Code.NO_PRODUCT: (
        N_("Tidak jelas apa yang diterima pemohon pada akhirnya."),
        N_("Isi tepat satu: `output` (terbit di sini) atau `elsewhere` (terbit di sistem lain)."),
    ),
    Code.ELSEWHERE_SIGNS: (
        N_("Yang menerbitkan {system}, jadi di sini tidak ada yang ditandatangani."),
        N_("Hapus tanda tangan ini; langkah terakhir berjenis decide dan mencatat nomor dari {system}."),
    ),
    Code.ELSEWHERE_END: (
        N_("Langkah terakhir “{step}” tidak selalu memutuskan, jadi nomor dari {system} tidak tercatat."),
        N_("Akhiri dengan langkah `kind: decide` tanpa `when`."),
    ),
    Code.ISSUED_BY_OTHERS: (
        N_("“{document}” hanya dapat diterbitkan lewat {system}, jadi bukan dokumen layanan ini."),
        N_("Pakai `elsewhere`, atau namai yang terbit di sini, misalnya rekomendasi atau surat pengantar."),
    ),
    Code.NUMBER_FORMAT: (
        N_("Format nomor tidak dapat dipakai."),
        N_("Pakai {sequence} dan {year} saja, misalnya 503/{sequence:04d}/RKL/{year}."),
    ),
    Code.FILLS_NOTHING: (
        N_("Tidak ada layanan lain yang dapat diisi nomor ini di isian “{field}”."),
        N_("Sebut isian teks layanan lain dengan `x-prefill: earlier`, atau hapus `fills`."),
    ),
    Code.CLOCKS_EXCEED_PROMISE: (
        N_(
            "Jalur terpanjang ({path}) perlu {hours} jam kerja, tetapi janjinya {promised} jam ({days} hari)."
        ),
        N_("Perpendek batas waktu langkah, jalankan serentak, atau janjikan lebih lama."),
    ),
    Code.DURATION_DIFFERS: (
        N_("Standar pelayanan menyebut {told} hari kerja, tetapi janjinya {days} hari kerja."),
        N_("Samakan `standard.duration` dengan `promised_working_days`."),
    ),
    Code.DEEMED_BEFORE_PROMISE: (
        N_(
            "Hukum menganggapnya dikabulkan setelah {days} hari kerja, lebih cepat dari janji {promised} hari."
        ),
        N_("Perpendek janji menjadi paling lama {days} hari kerja, atau perbaiki `working_days`."),
    ),
    Code.DEEMED_FACT: (
        N_("“{document}” menerangkan fakta, dan fakta tidak menjadi benar karena tidak dijawab."),
        N_("Hapus `deemed_approval`; itu hanya untuk izin dan persetujuan."),
    ),
    Code.FEE_DIFFERS: (
        N_("Biayanya ditulis Rp{told}, tetapi langkah-langkahnya menagih Rp{billed}."),
        N_(
            "Samakan `fee.amount` dengan jumlah tagihan, atau tulis null bila jumlahnya bergantung pada isian."
        ),
    ),
    Code.BILL_AMOUNT: (
        N_("Tagihan “{step}” mengambil jumlah dari “{setter}”, yang tidak menetapkannya lebih dahulu."),
        N_("Sebut langkah verify atau decide yang ditunggu langkah bayar ini."),
    ),
    Code.BILL_UNSET: (
        N_("Tagihan “{step}” berlaku juga saat “{setter}” tidak berlaku, jadi jumlahnya tidak ada."),
        N_("Beri kedua langkah `when` yang sama."),
    ),
    Code.STATE_REVENUE: (
        N_(
            "Langkah “{step}” menagih untuk {agency}, instansi pusat: PNBP-nya tidak boleh lewat kas kabupaten."
        ),
        N_(
            "Pakai `kind: pay-state` dengan `state_revenue`; pemohon membayar ke kas negara dan memberi NTPN-nya."
        ),
    ),
    Code.NOT_STATE_REVENUE: (
        N_("Langkah “{step}” meminta pembayaran ke kas negara, tetapi “{agency}” instansi kabupaten."),
        N_("Pakai `kind: pay` dengan `bill`, atau isi kode instansi pusat yang berhak menerimanya."),
    ),
    Code.REVENUE_SETTER: (
        N_("Jumlah “{step}” ditetapkan “{setter}”, yang bukan langkah {agency} yang menerimanya."),
        N_("Sebut langkah verify atau decide dari instansi yang sama, atau tulis `amount`."),
    ),
    Code.UNKNOWN_REGISTER: (
        N_("Register “{register}” tidak ditawarkan layanan mana pun."),
        N_("Periksa slug dan key-nya, atau tambahkan `registers` di layanan pemiliknya."),
    ),
    Code.REGISTER_CLOSED: (
        N_("Pemilik register “{register}” tidak mengizinkan {agency} bertanya."),
        N_("Minta pemiliknya menambahkan instansi ini di `asked_by`."),
    ),
    Code.REGISTER_UNCOUNTED: (
        N_("Register “{register}” hanya menjawab ya atau tidak, tidak berapa banyaknya."),
        N_("Hapus `expects_at_most`, atau minta pemiliknya menulis `discloses: count`."),
    ),
    Code.REGISTER_EMPTY: (
        N_("Register “{register}” tidak akan pernah berisi: layanan ini tidak punya {source}."),
        N_("valid-permit perlu `output`, dan unpaid-bill perlu langkah `kind: pay`."),
    ),
}
"""For each code: what is wrong, and how to mend it."""


def filled(text: str, facts: Mapping[str, object]) -> str:
    """The text with its facts; other braces stay as they are."""
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
