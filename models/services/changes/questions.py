"""Questions that are asked from now on, no longer, or otherwise than before."""

from collections.abc import Iterator, Mapping
from typing import Any

from models.kit.text import N_
from models.services.changes.change import Change, Part
from models.services.conditions import WHEN, WHEN_IN_WORDS, condition_in_words
from models.services.definition import Definition

_LIMITS = {
    "type": N_("Isian “{title}” sekarang berjenis lain: {new}, sebelumnya {old}."),
    "description": N_("Petunjuk isian “{title}” sekarang: {new}"),
    "minLength": N_("Isian “{title}” sekarang sedikitnya {new} huruf (sebelumnya {old})."),
    "maxLength": N_("Isian “{title}” sekarang paling panjang {new} huruf (sebelumnya {old})."),
    "minimum": N_("Isian “{title}” sekarang sedikitnya {new} (sebelumnya {old})."),
    "exclusiveMinimum": N_("Isian “{title}” sekarang harus lebih dari {new} (sebelumnya {old})."),
    "maximum": N_("Isian “{title}” sekarang paling banyak {new} (sebelumnya {old})."),
    "exclusiveMaximum": N_("Isian “{title}” sekarang harus kurang dari {new} (sebelumnya {old})."),
    "x-not-before": N_("“{title}” sekarang tidak boleh lebih awal daripada isian {new} (sebelumnya {old})."),
    "x-day": N_("Jam “{title}” sekarang berlaku pada hari di isian {new} (sebelumnya {old})."),
    "x-not-past": N_("Aturan “belum lewat” untuk “{title}” berubah: {new} (sebelumnya {old})."),
    "x-not-future": N_("Aturan “sudah tiba” untuk “{title}” berubah: {new} (sebelumnya {old})."),
    "x-within-months": N_("Tanggal “{title}” sekarang paling lama {new} bulan kemudian (sebelumnya {old})."),
    "x-at-least-years-ago": N_("Tanggal “{title}” sekarang sedikitnya {new} tahun lalu (sebelumnya {old})."),
    "x-within-working-days": N_(
        "Tanggal “{title}” sekarang kurang dari {new} hari kerja lagi (sebelumnya {old})."
    ),
    "x-warn-within-working-days": N_(
        "Peringatan sekarang muncul bila “{title}” kurang dari {new} hari kerja lagi (sebelumnya {old})."
    ),
    "x-prefill": N_("Isian “{title}” sekarang terisi lebih dahulu dari: {new} (sebelumnya {old})."),
}
"""What a reader is told when a keyword of a field changes; {old} and {new} are `–` where it is not there."""
_OTHER = N_("Aturan isian “{title}” berubah ({keyword}).")
_TOLD_OTHERWISE = frozenset({"title", "oneOf", "x-en", WHEN, WHEN_IN_WORDS})


def of_questions(old: Definition, new: Definition) -> Iterator[Change]:
    """What people are asked from now on."""
    for name, field in old.fields.items():
        if name not in new.fields:
            yield _change(name, field, N_("“{title}” tidak ditanyakan lagi."))
    for name, field in sorted(new.fields.items(), key=lambda one: new.field_order.get(one[0], 0)):
        required = name in new.form.get("required", ())
        if name not in old.fields:
            asked, optional = N_("“{title}” sekarang ditanyakan."), N_("“{title}” sekarang boleh diisi.")
            yield _change(name, field, asked if required else optional)
            continue
        if _duty(old, name) != _duty(new, name):
            yield _change(
                name, field, _duty_in_words(field, required=required), when=condition_in_words(field)
            )
        yield from _changed(name, old.fields[name], field)


def _duty(definition: Definition, name: str) -> tuple[bool, object, str]:
    """Whether the field must be answered, and when."""
    field = definition.fields[name]
    return name in definition.form.get("required", ()), field.get(WHEN), condition_in_words(field)


def _duty_in_words(field: Mapping[str, Any], *, required: bool) -> str:
    if required:
        return N_("Isian “{title}” sekarang wajib.")
    return (
        N_("Isian “{title}” sekarang wajib {when}.")
        if WHEN in field
        else N_("Isian “{title}” sekarang boleh kosong.")
    )


def _changed(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old["title"] != new["title"]:
        yield _change(name, new, N_("Pertanyaan “{old}” sekarang berbunyi “{title}”."), old=old["title"])
    before, after = _choices(old), _choices(new)
    for const, choice in before.items():
        if const not in after:
            yield _change(name, new, N_("Pilihan “{choice}” pada “{title}” tidak ada lagi."), choice=choice)
        elif choice != after[const]:
            message = N_("Pilihan “{choice}” pada “{title}” sekarang disebut “{new}”.")
            yield _change(name, new, message, choice=choice, new=after[const])
    for const, choice in after.items():
        if const not in before:
            yield _change(name, new, N_("Pada “{title}” sekarang ada pilihan “{choice}”."), choice=choice)
    for keyword in sorted((old.keys() | new.keys()) - _TOLD_OTHERWISE):
        if old.get(keyword) != new.get(keyword):
            facts = {"keyword": keyword, "old": _told(old, keyword), "new": _told(new, keyword)}
            yield _change(name, new, _LIMITS.get(keyword, _OTHER), **facts)


def _told(field: Mapping[str, Any], keyword: str) -> object:
    value = field.get(keyword, "–")
    return "ya" if value is True else value


def _choices(field: Mapping[str, Any]) -> dict[str, str]:
    return {choice["const"]: choice["title"] for choice in field.get("oneOf", ())}


def _change(name: str, field: Mapping[str, Any], message: str, **facts: object) -> Change:
    return Change(Part.QUESTION, name, message, {"title": field["title"], **facts})
