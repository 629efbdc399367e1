"""Why something about an application was refused."""

from models.kit.errors import Conflict, NotAllowed, NotFound, ProblemCode, Refusal, Unavailable
from models.kit.text import N_


class ApplicationNotFound(NotFound):
    """No such application, or not one that the caller may know of."""

    message = N_("Permohonan tidak ditemukan.")


class TaskNotFound(NotFound):
    """No such task, or one of another agency."""

    message = N_("Tugas tidak ditemukan.")


class ObjectionNotFound(NotFound):
    """No such objection, or one that somebody else decides."""

    message = N_("Keberatan tidak ditemukan.")


class ObjectionDecided(Conflict):
    """The objection has had its answer; another one may be open."""

    message = N_("Keberatan ini sudah diputuskan.")


class AgencyUnknown(NotFound):
    """No such agency, one without officers here, or the one that has the task already."""

    message = N_("Instansi tujuan tidak ditemukan.")


class AgencyNotNamed(NotAllowed):
    """The step may go to this agency only through the secretariat, or not at all."""

    message = N_(
        "Langkah ini tidak dapat dialihkan ke instansi itu. Mintalah Sekretariat Daerah menunjuk yang berwenang."
    )


class OtherCompetence(NotAllowed):
    """The agency may not decide in this one's place, or gets no such file at all."""

    message = N_("Instansi itu tidak memegang kewenangan yang sama untuk langkah ini.")


class OfferStands(Conflict):
    """The step is offered to an agency already, which has not answered."""

    message = N_("Langkah ini sudah ditawarkan dan belum dijawab. Batalkan dulu penawarannya.")


class OfferGone(Conflict):
    """The offer was answered or withdrawn, or the step was answered meanwhile."""

    message = N_(
        "Penawaran ini tidak berlaku lagi: sudah dijawab, dibatalkan, atau langkahnya sudah selesai."
    )


class ColleagueUnknown(NotFound):
    """No such officer in this agency."""

    message = N_("Rekan di instansi Anda tidak ditemukan.")


class ServiceNotFound(NotFound):
    """No such service."""

    message = N_("Layanan tidak ditemukan.")


class TaskAlreadyDecided(Refusal):
    """Somebody has answered this task."""

    code = ProblemCode.ALREADY_DECIDED
    message = N_("Tugas ini sudah diputuskan.")


class TaskClaimed(Conflict):
    """A colleague is working on this task; the facts say until when."""

    message = N_("Rekan Anda sedang mengerjakan tugas ini.")


class SameOfficer(NotAllowed):
    """Whoever answered the step before may not answer this one too (separation of duties)."""

    message = N_("Langkah ini harus dijawab petugas lain.")


class LastDayOver(Conflict):
    """The document would have expired before it was issued: the day that was asked for is over."""

    message = N_(
        "Hari terakhir yang diminta pemohon, {day}, sudah lewat. "
        "Kembalikan dengan catatan pada tanggal itu, atau tolak dengan alasan."
    )


class TaskNotOpen(Conflict):
    """The task waits for others, or is closed."""

    message = N_("Tugas ini belum atau tidak lagi terbuka.")


class EventNotAllowed(Conflict):
    """The state of the application does not allow this event; both are named in the facts."""

    message = N_("Keadaan permohonan ({state}) tidak memungkinkan tindakan ini ({event}).")


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
