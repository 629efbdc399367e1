"""Why a file cannot be taken."""

from models.kit.errors import ProblemCode, Refusal
from models.kit.text import N_


class FileRefused(Refusal):
    """The file cannot be taken; nothing of it has been stored."""


class UnsupportedType(FileRefused):
    """By its content the file is none of the kinds that we take, whatever its name says."""

    code = ProblemCode.UNSUPPORTED_TYPE
    message = N_("Jenis berkas ini tidak diterima. Kirim foto (JPG atau PNG) atau PDF.")


class TooLarge(FileRefused):
    """More than 10 MB."""

    code = ProblemCode.TOO_LARGE
    message = N_("Ukuran berkas melebihi {most} MB. Perkecil foto, atau bagi menjadi beberapa berkas.")


class TooManyPixels(FileRefused):
    """An image that would fill the memory."""

    code = ProblemCode.TOO_LARGE
    message = N_("Gambar terlalu besar. Ukuran gambar paling banyak {most} juta piksel.")


class Damaged(FileRefused):
    """Cut off or broken."""

    code = ProblemCode.INVALID
    message = N_("Berkas rusak atau tidak lengkap. Coba foto ulang atau unggah lagi.")


class Locked(FileRefused):
    """A PDF that asks for a password."""

    code = ProblemCode.INVALID
    message = N_("PDF ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.")


class ActiveContent(FileRefused):
    """A PDF that runs scripts, starts programs, sends what is typed into it, or brings other files along."""

    code = ProblemCode.INVALID
    message = N_(
        "PDF ini berisi program, formulir yang mengirim data, atau berkas lain. "
        "Cetak ulang menjadi PDF biasa atau kirim fotonya."
    )


class Opaque(FileRefused):
    """A PDF packed in a way that we cannot look into with the means that one file may take."""

    code = ProblemCode.INVALID
    message = N_("Isi PDF ini tidak dapat kami periksa. Cetak ulang menjadi PDF biasa atau kirim fotonya.")
