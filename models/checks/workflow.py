"""What a check comes to, as plain data; what a registry said is reduced to names, never to values."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.applications.states import Lane, Outcome
from models.kit.ports import PopulationAnswer, PopulationField, TaxAnswer, TaxKind
from models.kit.text import N_
from models.services.definition import Check

MOST_ALIKE = 5
"""How many other applications a check for duplicates names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome, and what an officer should look at: names of fields, taxes, applications or registers.

    With a register may stand how many it has.
    """

    outcome: Outcome
    detail: tuple[str, ...] = ()

    @property
    def data(self) -> Mapping[str, object]:
        """What the event remembers."""
        return {"outcome": self.outcome.value, "detail": list(self.detail), "lane": Lane.ROBOT.value}


TOO_MANY = N_("ada {count}, paling banyak {most}")
NO_ANSWER = Finding(Outcome.NO_ANSWER)
"""Nothing that can be relied on: an officer looks."""


def of_population(answer: PopulationAnswer) -> Finding:
    """A match only where everything that was asked is alike."""
    return _found(sorted(answer.differing))


def of_tax(answer: TaxAnswer) -> Finding:
    """A match where the taxpayer is clear; else which taxes are in arrears, or that nobody holds the NPWPD."""
    return _found(sorted(answer.arrears) if answer.known else ["npwpd"])


def of_duplicates(numbers: list[str]) -> Finding:
    """A match where no other application says the same."""
    return _found(numbers)


def of_register(answer: bool, count: int | None, check: Check) -> Finding:
    """A match where the register answers what is expected, and with no more than there may be."""
    register, most = check.register or "", check.expects_at_most
    if check.expects is not None and answer is not check.expects:
        return _found([register])
    if most is None:
        return _found([])
    if count is None:
        return NO_ANSWER
    return _found([] if count <= most else [register, TOO_MANY.format(count=count, most=most)])


def _found(detail: list[str]) -> Finding:
    return Finding(Outcome.MISMATCH, tuple(detail)) if detail else Finding(Outcome.MATCH)


WORDS: Mapping[str, str] = {
    PopulationField.NIK: N_("NIK"),
    PopulationField.NAME: N_("nama"),
    PopulationField.BIRTH_DATE: N_("tanggal lahir"),
    PopulationField.FAMILY_CARD: N_("nomor kartu keluarga"),
    PopulationField.VILLAGE: N_("desa atau kelurahan"),
    PopulationField.RT: N_("RT"),
    PopulationField.RW: N_("RW"),
    "npwpd": N_("NPWPD"),
    TaxKind.PBB: N_("PBB-P2"),
    TaxKind.BPHTB: N_("BPHTB"),
    TaxKind.PBJT: N_("pajak barang dan jasa tertentu"),
    TaxKind.REKLAME: N_("pajak reklame"),
    TaxKind.GROUNDWATER: N_("pajak air tanah"),
    TaxKind.MINERALS: N_("pajak mineral bukan logam dan batuan"),
    TaxKind.SWIFTLETS: N_("pajak sarang burung walet"),
}
"""How an officer reads a name in `detail`; numbers of applications and registers stand for themselves."""
