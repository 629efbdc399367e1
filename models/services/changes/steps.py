"""Who works on an application from now on, for how long, on what, and what they may see."""

from collections.abc import Iterator, Mapping

from models.kit.text import N_
from models.services.changes.change import Change, Part
from models.services.definition import Definition, Step

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
        yield _change(new, message, names, old=old.kind.lower(), new=new.kind.lower())
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


def _waiting(new: Step) -> str:
    if not new.needs:
        return N_("“{title}” sekarang langsung dimulai, tanpa menunggu langkah lain.")
    return N_("“{title}” sekarang dimulai setelah: {others}.")


def _titles(keys: tuple[str, ...], definition: Definition) -> str:
    return ", ".join(str(step.title) for step in definition.steps if step.key in keys)


def _answering(old: Step, new: Step, definition: Definition, names: Names) -> Iterator[Change]:
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
    if old.bill != new.bill and new.bill is not None:
        fixed = N_("“{title}” sekarang sebesar Rp{amount}.")
        message = (
            fixed if new.bill.amount is not None else N_("Jumlah “{title}” sekarang ditetapkan petugas.")
        )
        yield _change(new, message, names, amount=f"{new.bill.amount or 0:,}".replace(",", "."))


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
    if step.found is not None:
        return _OF_THE_VILLAGE.get(step.found, step.found)
    return names.get(step.agency or "", step.agency or "")


def _change(step: Step, message: str, names: Names, **facts: object) -> Change:
    condition = f" ({step.condition})" if step.condition else ""
    who = _who(step, names)
    who = who[:1].upper() + who[1:] if message.startswith("{who}") else who
    told = {"title": step.title, "who": who, "condition": condition, **facts}
    return Change(Part.STEP, step.key, message, told)
