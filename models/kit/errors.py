"""What an operation says when it does not do what it was asked: facts with a code, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from models.kit.text import N_


class ProblemCode(StrEnum):
    """The codes that clients switch on; the public contract lists the same."""

    REQUIRED = "REQUIRED"
    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    NOT_ALLOWED = "NOT_ALLOWED"
    CONFLICT = "CONFLICT"
    ALREADY_DECIDED = "ALREADY_DECIDED"
    KEY_REUSED = "KEY_REUSED"
    VERSION_CHANGED = "VERSION_CHANGED"
    TOO_LARGE = "TOO_LARGE"
    UNSUPPORTED_TYPE = "UNSUPPORTED_TYPE"
    RATE_LIMITED = "RATE_LIMITED"
    UNAVAILABLE = "UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its code, where it is (`("answers", "width")`), and a msgid with the facts to fill in."""

    code: ProblemCode
    path: tuple[str, ...]
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Refusal(Exception):
    """An operation was refused; nothing of it has been stored."""

    code: ClassVar[ProblemCode] = ProblemCode.INVALID
    message: ClassVar[str] = N_("Permintaan ini tidak dapat dijalankan.")

    def __init__(self, *path: str, **facts: object) -> None:
        self.problems: tuple[Problem, ...] = (Problem(self.code, path, self.message, facts),)
        super().__init__(self.code.value, *path)


class InvalidInput(Refusal):
    """Several faults found at once, so that people mend them in one go."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


class NotFound(Refusal):
    """There is no such thing, or the caller may not know of it: the answer is the same."""

    code = ProblemCode.NOT_FOUND
    message = N_("Data tidak ditemukan.")


class NotAllowed(Refusal):
    """The caller is known but may not do this."""

    code = ProblemCode.NOT_ALLOWED
    message = N_("Anda tidak berwenang melakukan ini.")


class Conflict(Refusal):
    """The state does not allow this."""

    code = ProblemCode.CONFLICT
    message = N_("Keadaan permohonan tidak memungkinkan tindakan ini.")


class VersionChanged(Refusal):
    """What the caller looked at has changed since."""

    code = ProblemCode.VERSION_CHANGED
    message = N_(
        "Permohonan ini berubah sejak Anda membukanya. Buka lagi halamannya dan periksa sekali lagi."
    )


class KeyReused(Refusal):
    """An idempotency key came again with other content."""

    code = ProblemCode.KEY_REUSED
    message = N_("Kunci idempotensi sudah dipakai untuk isi yang lain.")


class RateLimited(Refusal):
    """Too many tries; the way is shut for a while."""

    code = ProblemCode.RATE_LIMITED
    message = N_("Terlalu banyak percobaan. Coba lagi {minutes} menit lagi.")


class Unavailable(Refusal):
    """Something that this needs is not ready or does not answer; trying again later helps."""

    code = ProblemCode.UNAVAILABLE
    message = N_("Layanan sedang tidak tersedia. Coba beberapa saat lagi.")
