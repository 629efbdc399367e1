"""Who works on an application from now on, for how long, on what, and what they may see."""

from collections.abc import Iterator, Mapping

from models.kit.text import N_
from models.services.changes.change import Change, Part
from models.services.definition import Definition, Step, StepKind

Names = Mapping[str, str]
"""What agencies are called, by code."""

_OF_THE_VILLAGE = {"rt": N_("ketua RT"), "village": N_("pemerintah desa"), "district": N_("kecamatan")}


def of_steps(old: Definition, new: Definition, names: Names) -> Iterator[Change]:
    """Who does what from now on."""
    before = {step.key: step for step in old.steps}
    after = {step.key: step for step in new.steps}
    for key, step in before.items():
        if key not in after:
            yield _change(step, N_("{who} tidak lagi mengerjakan “{title}”."), names)
    for key, step in after.items():
        if key not in before:
            yield _change(step, N_("{who} sekarang mengerjakan “{title}”{condition}."), names)
        else:
            yield from _changed(before[key], step, new, names)


def _changed(old: Step, new: Step, definition: Definition, names: Names) -> Iterator[Change]:
    if old.title != new.title:
        yield _change(new, N_("Langkah “{old}” sekarang disebut “{title}”."), names, old=old.title)
    if _who(old, names) != _who(new, names):
        message = N_("“{title}” sekarang dikerjakan {who}, sebelumnya {old}.")
        yield _change(new, message, names, old=_who(old, names))
    if old.kind is not new.kind:
        message = N_("“{title}” sekarang berjenis {new}, sebelumnya {old}.")
        yield _change(new, message, names, old=_word(old.kind), new=_word(new.kind))
    if old.working_hours != new.working_hours:
        message = N_("“{title}” sekarang paling lama {new} jam kerja, sebelumnya {old}.")
        yield _change(new, message, names, old=old.working_hours, new=new.working_hours)
    if (old.when, old.condition) != (new.when, new.condition):
        always = N_("“{title}” sekarang selalu berlaku.")
        yield _change(
            new, N_("“{title}” sekarang berlaku bersyarat{condition}.") if new.when else always, names
        )
    if set(old.needs) != set(new.needs):
        yield _change(new, _waiting(new), names, others=_titles(new.needs, definition))
    if old.gate != new.gate:
        gate, no = (
            N_("“{title}” sekarang gerbang: bila diperiksa lagi, jawaban langkah sesudahnya tetap berlaku."),
            N_("“{title}” bukan gerbang lagi: bila diperiksa lagi, langkah sesudahnya juga diperiksa lagi."),
        )
        yield _change(new, gate if new.gate else no, names)
    yield from _answering(old, new, definition, names)
    yield from _sight(old, new, names)
    if old.place != new.place:
        home, elsewhere = (
            N_("“{title}” sekarang mendatangi rumah pemohon."),
            N_("“{title}” sekarang mendatangi tempat pada isian {field}."),
        )
        yield _change(new, elsewhere if new.place else home, names, field=new.place)


def _word(kind: StepKind) -> str:
    """A kind as the files write it."""
    return kind.lower().replace("_", "-")


def _waiting(new: Step) -> str:
    if not new.needs:
        return N_("“{title}” sekarang langsung dimulai, tanpa menunggu langkah lain.")
    return N_("“{title}” sekarang dimulai setelah: {others}.")


def _titles(keys: tuple[str, ...], definition: Definition) -> str:
    return ", ".join(str(step.title) for step in definition.steps if step.key in keys)


def _answering(old: Step, new: Step, definition: Definition, names: Names) -> Iterator[Change]:
    if old.served_by_district != new.served_by_district:
        may = N_("“{title}” sekarang dikerjakan kecamatan bila RT atau desanya belum memakai layanan ini.")
        not_any_more = N_(
            "“{title}” tidak lagi dikerjakan kecamatan bila RT atau desanya belum memakai layanan ini."
        )
        yield _change(new, may if new.served_by_district else not_any_more, names)
    if old.decides != new.decides:
        gives, no = (
            N_("“{title}” sekarang sekaligus memutuskan."),
            N_("“{title}” sekarang tidak memutuskan lagi."),
        )
        yield _change(new, gives if new.decides else no, names)
    if set(old.other_officer_than) != set(new.other_officer_than):
        message = N_("“{title}” sekarang dijawab petugas lain daripada: {others}.")
        free = N_("“{title}” sekarang boleh dijawab petugas yang sama dengan langkah sebelumnya.")
        others = _titles(new.other_officer_than, definition)
        yield _change(new, message if others else free, names, others=others)
    if set(old.transfer_to) != set(new.transfer_to):
        message = N_("“{title}” sekarang boleh diambil alih oleh: {others}.")
        none = N_("“{title}” sekarang dialihkan hanya lewat Sekretariat Daerah.")
        others = ", ".join(names.get(code, code) for code in sorted(new.transfer_to))
        yield _change(new, message if others else none, names, others=others)
    if old.check != new.check and new.check is not None and new.check.expects_at_most is not None:
        message = N_("“{title}” sekarang cocok bila paling banyak {most} yang ada.")
        yield _change(new, message, names, most=new.check.expects_at_most)
    elif old.check != new.check:
        yield _change(new, N_("“{title}” sekarang menanyakan hal lain kepada sistem lain."), names)
    yield from _charge(old, new, names)


def _charge(old: Step, new: Step, names: Names) -> Iterator[Change]:
    """What is to be paid, and by which way."""
    charge, revenue = new.charge, new.state_revenue
    if old.charge == charge or charge is None:
        return
    fixed, later = (
        N_("“{title}” sekarang sebesar Rp{amount}."),
        N_("Jumlah “{title}” sekarang ditetapkan petugas."),
    )
    message = fixed if charge.amount is not None else later
    yield _change(new, message, names, amount=f"{charge.amount or 0:,}".replace(",", "."))
    if revenue is not None and revenue != old.state_revenue:
        message = N_("“{title}” dibayar ke kas negara, paling lama {days} hari kerja. Caranya: {how}")
        yield _change(new, message, names, days=revenue.working_days, how=revenue.how)
    elif new.bill is not None and old.state_revenue is not None:
        yield _change(new, N_("“{title}” sekarang ditagih dan dibayar lewat kabupaten."), names)


def _sight(old: Step, new: Step, names: Names) -> Iterator[Change]:
    if old.sees_identity != new.sees_identity:
        may = N_("{who} sekarang boleh melihat NIK dan nomor HP Anda saat mengerjakan “{title}”.")
        not_any_more = N_("{who} tidak lagi melihat NIK dan nomor HP Anda saat mengerjakan “{title}”.")
        yield _change(new, may if new.sees_identity else not_any_more, names)
    if old.sees != new.sees:
        some = N_(
            "{who} sekarang melihat isian dan dokumen tertentu saja saat mengerjakan “{title}”: {parts}."
        )
        everything = N_("{who} sekarang melihat semua isian dan dokumen saat mengerjakan “{title}”.")
        parts = ", ".join(sorted(new.sees.fields | new.sees.documents)) if new.sees else ""
        yield _change(new, some if new.sees else everything, names, parts=parts or "–")


def _who(step: Step, names: Names) -> str:
    if step.agency_of is None:
        return _named(step.found, step.agency, names)
    if step.agency_of.kind is not None:
        who = _named(step.agency_of.kind, None, names)
        return N_("{who} di tempat pada isian {field}").format(who=who, field=step.agency_of.field)
    chosen = [f"{choice}: {_named(None, code, names)}" for choice, code in step.agency_of.agencies.items()]
    return N_("instansi menurut isian {field} ({chosen})").format(
        field=step.agency_of.field, chosen="; ".join(chosen)
    )


def _named(kind: str | None, code: str | None, names: Names) -> str:
    return _OF_THE_VILLAGE.get(kind, kind) if kind else names.get(code or "", code or "")


def _change(step: Step, message: str, names: Names, **facts: object) -> Change:
    condition = f" ({step.condition})" if step.condition else ""
    who = _who(step, names)
    who = who[:1].upper() + who[1:] if message.startswith("{who}") else who
    told = {"title": step.title, "who": who, "condition": condition, **facts}
    return Change(Part.STEP, step.key, message, told)
