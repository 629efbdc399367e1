"""Why something about an application was refused."""

from models.kit.errors import Conflict, NotFound, ProblemCode, Refusal, Unavailable
from models.kit.text import N_


class ApplicationNotFound(NotFound):
    """No such application, or not one that the caller may know of."""

    message = N_("Permohonan tidak ditemukan.")


class TaskNotFound(NotFound):
    """No such task, or one of another agency."""

    message = N_("Tugas tidak ditemukan.")


class ServiceNotFound(NotFound):
    """No such service."""

    message = N_("Layanan tidak ditemukan.")


class TaskAlreadyDecided(Refusal):
    """Somebody has answered this task."""

    code = ProblemCode.ALREADY_DECIDED
    message = N_("Tugas ini sudah diputuskan.")


class TaskNotOpen(Conflict):
    """The task waits for others, or is closed."""

    message = N_("Tugas ini belum atau tidak lagi terbuka.")


class NotReturned(Conflict):
    """The application does not wait for a correction."""

    message = N_("Permohonan ini tidak sedang menunggu perbaikan.")


class IdentityMissing(Refusal):
    """The account has not told who it is."""

    code = ProblemCode.REQUIRED
    message = N_("Lengkapi data diri Anda dahulu: NIK, nama, dan alamat.")


class PlaceNotServed(Unavailable):
    """The applicant's village has no agency in the system that could do a step."""

    message = N_("Desa atau kelurahan Anda belum melayani permohonan ini secara daring.")
