"""What an issued document prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from models.accounts.queries import AccountRow
from models.agencies.queries import AgencyRow
from models.applications.queries.last_day import last_day_asked
from models.kit.ports import PermitSheet, Signatory, Template
from models.kit.regency import Regency
from models.people.queries import PersonRow, nik_of
from models.people.workflow import masked_nik
from models.permits.workflow import last_day
from models.places.queries import VillageRow
from models.services.definition import Definition
from models.services.presenting import day_in_words, label_of, presented


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that an application's document is made from."""

    definition: Definition
    answers: Mapping[str, Any]
    person: PersonRow
    village: VillageRow
    villages: Mapping[str, VillageRow]
    """Those that the answers name, by code."""
    issuer: AgencyRow
    signer: AccountRow
    position: str
    """The signer's own, or the head's with `Plh.` or `Plt.` before it."""
    number: str
    code: str


def signatory_of(dossier: Dossier) -> Signatory:
    """The legal signatory: the head of the issuing agency or who acts in the head's place, never a robot."""
    signer = dossier.signer
    return Signatory(
        username=signer.username or "",
        name=signer.name,
        position=dossier.position,
        nip=signer.nip,
        agency=dossier.issuer.name,
    )


def valid_until(dossier: Dossier, issued: date) -> date | None:
    """The last day: the one that was asked for where the form asks, else so many months from the day of issue."""
    asked = last_day_asked(dossier.definition, dossier.answers)
    return asked or last_day(issued, dossier.definition.document.valid_months)


def sheet_of(dossier: Dossier, *, today: date, regency: Regency) -> PermitSheet:
    """The sheet as it would be signed today."""
    definition, person = dossier.definition, dossier.person
    until = valid_until(dossier, today)
    stated = [name for name in definition.document.states if name in dossier.answers]
    return PermitSheet(
        template=cast("Template", definition.document.template),
        title=str(definition.document.title),
        number=dossier.number,
        regency=regency.name,
        issuer=dossier.issuer.name,
        issuer_address=dossier.issuer.address,
        holder=(
            ("Nama", person.name),
            ("NIK", masked_nik(nik_of(person, regency.vault))),
            ("Alamat", f"{person.address}, RT {person.rt}/RW {person.rw}, {dossier.village.label}"),
        ),
        fields=tuple(
            (
                label_of(definition, name),
                presented(definition.fields[name], dossier.answers[name], dossier.villages),
            )
            for name in stated
        ),
        legal_basis=tuple(str(basis) for basis in definition.standard.legal_basis),
        statement=str(definition.document.statement),
        issued_on=today,
        issued_on_text=day_in_words(today),
        valid_until_text=f"sampai dengan {day_in_words(until)}" if until else None,
        place=regency.seat,
        signatory=signatory_of(dossier),
        verification_url=regency.links.check_page(dossier.code),
        code=dossier.code,
        sample=regency.sample,
    )
