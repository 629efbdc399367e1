"""A service's definition in the words and pieces of its page."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.i18n import _
from models.agencies.queries import AgencyRow, agencies_by_code
from models.kit.text import N_
from models.services.conditions import condition_in_words
from models.services.definition import Definition, Section, Standard, Step
from models.services.presenting import label_of
from models.services.queries import ServiceRow, services_that_issue

_OF_THE_VILLAGE = {
    "rt": N_("Ketua RT Anda"),
    "village": N_("Pemerintah desa Anda"),
    "district": N_("Kecamatan Anda"),
}
_OF_THE_PLACE = {
    "rt": N_("Ketua RT menurut isian “{field}”"),
    "village": N_("Pemerintah desa menurut isian “{field}”"),
    "district": N_("Kecamatan menurut isian “{field}”"),
}


async def sheet(row: ServiceRow) -> dict[str, Any]:
    """All that the page of a service shows; a statement for its agencies, one for what other services issue."""
    definition = row.definition
    codes = {code for step in definition.steps for code in step.codes} | {definition.issuer}
    agencies = await agencies_by_code(codes)
    return {
        "service": definition,
        "href": f"/ajukan/{row.slug}",
        "issuer": issuer_name(definition.issuer, agencies),
        "facts": _facts(definition),
        "components": [*_published(definition.standard), *_inner(definition.standard)],
        "form": [_section(definition, section) for section in definition.sections],
        "issued": await issued_here(definition),
        "steps": [_step(step, definition, agencies) for step in definition.steps],
    }


async def issued_here(definition: Definition) -> dict[str, dict[str, str]]:
    """Where one applies for a document that this service asks for, by its key, if it is issued here."""
    kinds = {document.key: document.kind for document in definition.documents if document.kind}
    issuing = await services_that_issue(set(kinds.values()))
    return {
        key: {"href": f"/layanan/{issuing[kind].slug}", "title": str(issuing[kind].definition.title)}
        for key, kind in kinds.items()
        if kind in issuing
    }


def issuer_name(code: str, agencies: Mapping[str, AgencyRow]) -> str:
    """Who issues the document; the bare code for an agency that is not in the list."""
    return agencies[code].name if code in agencies else code


def _facts(definition: Definition) -> list[dict[str, str]]:
    days = definition.promised_working_days
    free = definition.fee.amount == 0
    return [
        {"label": _("Biaya"), "value": _("Gratis") if free else str(definition.standard.fee)},
        {"label": _("Paling lama"), "value": _("{days} hari kerja").format(days=days)},
        {"label": _("Yang Anda terima"), "value": str(definition.product)},
    ]


def _published(standard: Standard) -> Iterator[dict[str, Any]]:
    """The six components of the service itself, in the order of PermenPAN-RB 15/2014."""
    yield {"title": _("Persyaratan"), "points": standard.requirements}
    yield {"title": _("Sistem, mekanisme, dan prosedur"), "points": standard.procedure}
    yield {"title": _("Jangka waktu penyelesaian"), "text": standard.duration}
    yield {"title": _("Biaya atau tarif"), "text": standard.fee}
    yield {"title": _("Produk pelayanan"), "text": standard.product}
    yield {"title": _("Pengaduan, saran, dan masukan"), "text": standard.complaints}


def _inner(standard: Standard) -> Iterator[dict[str, Any]]:
    """The eight components of how the service is made, in the order of the same regulation."""
    yield {"title": _("Dasar hukum"), "points": standard.legal_basis}
    yield {"title": _("Sarana, prasarana, dan fasilitas"), "text": standard.facilities}
    yield {"title": _("Kompetensi pelaksana"), "text": standard.competence}
    yield {"title": _("Pengawasan internal"), "text": standard.supervision}
    yield {"title": _("Jumlah pelaksana"), "text": standard.staff}
    yield {"title": _("Jaminan pelayanan"), "text": standard.guarantee}
    yield {"title": _("Jaminan keamanan dan keselamatan pelayanan"), "text": standard.safety}
    yield {"title": _("Evaluasi kinerja pelaksana"), "text": standard.evaluation}


def _section(definition: Definition, section: Section) -> dict[str, Any]:
    required = set(definition.form.get("required", ()))
    questions = [
        {
            "title": definition.fields[name].get("title", name),
            "optional": condition_in_words(definition.fields[name]) or name not in required,
        }
        for name in section.fields
    ]
    return {"title": section.title, "questions": questions}


def _step(step: Step, definition: Definition, agencies: Mapping[str, AgencyRow]) -> dict[str, Any]:
    return {
        "key": step.key,
        "title": step.title,
        "agency": _who(step, definition, agencies),
        "needs": step.needs,
        "kind": step.kind,
        "working_hours": step.working_hours,
        "condition": step.condition or (_("Hanya bila jawaban Anda memerlukannya") if step.when else ""),
    }


def _who(step: Step, definition: Definition, agencies: Mapping[str, AgencyRow]) -> str | None:
    if step.agency_of is not None:
        field = label_of(definition, step.agency_of.field)
        if step.agency_of.kind is not None:
            return _(_OF_THE_PLACE[step.agency_of.kind]).format(field=field)
        names = dict.fromkeys(issuer_name(code, agencies) for code in step.codes)
        return _("{names} (menurut isian “{field}”)").format(names=", atau ".join(names), field=field)
    if step.found is not None:
        return _(_OF_THE_VILLAGE[step.found]) if step.found in _OF_THE_VILLAGE else step.found
    return issuer_name(step.agency, agencies) if step.agency else None
