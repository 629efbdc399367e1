"""Documents that are asked for from now on, no longer, or otherwise than before."""

from collections.abc import Iterator

from models.kit.text import N_
from models.services.changes.change import Change, Part
from models.services.definition import Definition, Requirement


def of_documents(old: Definition, new: Definition) -> Iterator[Change]:
    """What people must bring from now on."""
    before = {document.key: document for document in old.documents}
    after = {document.key: document for document in new.documents}
    for key, document in before.items():
        if key not in after:
            yield _change(document, N_("Dokumen “{title}” tidak diminta lagi."))
    for key, document in after.items():
        if key in before:
            yield from _changed(before[key], document)
        elif document.required:
            yield _change(document, N_("Dokumen “{title}” sekarang diminta{condition}."))
        else:
            yield _change(document, N_("Dokumen “{title}” sekarang boleh dilampirkan{condition}."))


def _changed(old: Requirement, new: Requirement) -> Iterator[Change]:
    if old.title != new.title:
        yield _change(new, N_("Dokumen “{old}” sekarang disebut “{title}”."), old=old.title)
    if old.help != new.help:
        yield _change(new, N_("Petunjuk dokumen “{title}” berubah."))
    if old.required != new.required:
        must, may = N_("Dokumen “{title}” sekarang wajib."), N_("Dokumen “{title}” sekarang boleh kosong.")
        yield _change(new, must if new.required else may)
    if (old.when, old.condition) != (new.when, new.condition):
        always = N_("Dokumen “{title}” sekarang diminta dari semua pemohon.")
        yield _change(new, N_("Dokumen “{title}” sekarang diminta{condition}.") if new.when else always)
    if (old.kind, old.months) != (new.kind, new.months):
        yield _change(new, _reuse(new), kind=new.kind, months=new.months)
    if set(old.accepts) != set(new.accepts):
        types = ", ".join(sorted(new.accepts))
        yield _change(new, N_("Dokumen “{title}” sekarang diterima sebagai {types}."), types=types)
    if old.identity != new.identity:
        shut = N_("Dokumen “{title}” sekarang hanya terlihat oleh langkah yang boleh melihat identitas.")
        yield _change(
            new, shut if new.identity else N_("Dokumen “{title}” sekarang terlihat oleh semua langkah.")
        )


def _reuse(new: Requirement) -> str:
    if new.kind is None:
        return N_("Dokumen “{title}” sekarang harus selalu diunggah lagi.")
    if new.months is None:
        return N_(
            "Dokumen “{title}” dari dompet berjenis {kind} sekarang dapat dipakai lagi tanpa batas waktu."
        )
    return N_(
        "Dokumen “{title}” dari dompet berjenis {kind} sekarang dapat dipakai lagi selama {months} bulan."
    )


def _change(document: Requirement, message: str, **facts: object) -> Change:
    condition = f" ({document.condition})" if document.condition else ""
    return Change(
        Part.DOCUMENT, document.key, message, {"title": document.title, "condition": condition, **facts}
    )
