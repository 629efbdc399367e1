"""What is promised, what it costs, and what comes out in the end."""

from collections.abc import Iterator, Mapping

from models.kit.text import N_
from models.services.changes.change import Change, Part
from models.services.definition import Definition, Elsewhere


def of_terms(old: Definition, new: Definition, names: Mapping[str, str]) -> Iterator[Change]:
    """What the service as a whole says from now on."""
    if old.title != new.title:
        yield _change(Part.SERVICE, "title", N_("Layanan ini sekarang bernama “{new}”."), new=new.title)
    if old.code != new.code:
        message = N_(
            "Kode layanan menjadi {new}, sebelumnya {old}. Ini tidak boleh: nomor yang sudah beredar memakai {old}."
        )
        yield _change(Part.SERVICE, "code", message, new=new.code, old=old.code)
    if old.issuer != new.issuer:
        message = N_("Yang menerbitkan sekarang {new}, sebelumnya {old}.")
        facts = {"old": names.get(old.issuer, old.issuer), "new": names.get(new.issuer, new.issuer)}
        yield _change(Part.SERVICE, "issuer", message, **facts)
    if (old.summary, old.standard) != (new.summary, new.standard):
        yield _change(Part.SERVICE, "standard", N_("Ringkasan atau teks standar pelayanan berubah."))
    yield from _promise(old, new)
    yield from _deemed(old, new)
    yield from _objection(old, new)
    yield from _fee(old, new)
    yield from _product(old, new)
    yield from _registers(old, new)


def _promise(old: Definition, new: Definition) -> Iterator[Change]:
    days, earlier = new.promised_working_days, old.promised_working_days
    if days != earlier:
        message = N_("Janji layanan sekarang {new} hari kerja, sebelumnya {old}.")
        yield _change(Part.PROMISE, "promised_working_days", message, new=days, old=earlier)
    days, earlier = new.correction_working_days, old.correction_working_days
    if days != earlier:
        message = N_("Anda sekarang punya {new} hari kerja untuk memperbaiki, sebelumnya {old}.")
        yield _change(Part.PROMISE, "correction_working_days", message, new=days, old=earlier)


def _deemed(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = old.deemed_approval, new.deemed_approval
    key = "deemed_approval"
    if after is None:
        if before is not None:
            message = N_("Permohonan yang tidak dijawab tidak lagi dianggap dikabulkan.")
            yield _change(Part.PROMISE, key, message)
        return
    days = after.working_days or new.promised_working_days
    if before is None or (before.working_days or old.promised_working_days, before.basis) != (
        days,
        after.basis,
    ):
        message = N_("Permohonan yang tidak dijawab dalam {days} hari kerja dianggap dikabulkan ({basis}).")
        yield _change(Part.PROMISE, key, message, days=days, basis=after.basis)
    if after.sign != (before is not None and before.sign):
        at_once = N_("Pimpinan boleh langsung menandatangani permohonan yang dianggap dikabulkan.")
        written = N_("Permohonan yang dianggap dikabulkan memerlukan keputusan tertulis lebih dahulu.")
        yield _change(Part.PROMISE, f"{key}.sign", at_once if after.sign else written)


def _objection(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = old.objection, new.objection
    if before.working_days != after.working_days:
        message = N_("Anda sekarang punya {new} hari kerja untuk mengajukan keberatan, sebelumnya {old}.")
        facts = {"new": after.working_days, "old": before.working_days}
        yield _change(Part.PROMISE, "objection.working_days", message, **facts)
    if before.answer_working_days != after.answer_working_days:
        message = N_("Keberatan sekarang diputuskan dalam {new} hari kerja, sebelumnya {old}.")
        facts = {"new": after.answer_working_days, "old": before.answer_working_days}
        yield _change(Part.PROMISE, "objection.answer_working_days", message, **facts)
    if before.granted_by_silence != after.granted_by_silence:
        granted = N_("Keberatan yang tidak diputuskan pada waktunya dianggap dikabulkan.")
        waits = N_("Keberatan yang tidak diputuskan pada waktunya tidak lagi dianggap dikabulkan.")
        message = granted if after.granted_by_silence else waits
        yield _change(Part.PROMISE, "objection.granted_by_silence", message)


def _fee(old: Definition, new: Definition) -> Iterator[Change]:
    if old.fee.amount != new.fee.amount:
        message = N_("Biaya sekarang {new}, sebelumnya {old}.")
        facts = {"new": _rupiah(new.fee.amount), "old": _rupiah(old.fee.amount)}
        yield _change(Part.FEE, "amount", message, **facts)
    elif old.fee.text != new.fee.text:
        yield _change(Part.FEE, "text", N_("Keterangan biaya sekarang: {new}"), new=new.fee.text)


def _rupiah(amount: int | None) -> str:
    if amount is None:
        return N_("dihitung kemudian")
    return f"Rp{amount:,}".replace(",", ".") if amount else N_("gratis")


def _product(old: Definition, new: Definition) -> Iterator[Change]:
    if old.product != new.product:
        message = N_("Yang Anda terima sekarang “{new}”, sebelumnya “{old}”.")
        yield _change(Part.PRODUCT, "title", message, new=new.product, old=old.product)
    if new.elsewhere is not None and new.elsewhere != old.elsewhere:
        message = N_("Yang menerbitkannya {system} ({url}).")
        yield _change(Part.PRODUCT, "elsewhere", message, system=new.elsewhere.system, url=new.elsewhere.url)
        yield from _number(old.elsewhere, new.elsewhere)
    if new.output is not None and old.elsewhere is not None:
        yield _change(Part.PRODUCT, "output", N_("Dokumennya sekarang terbit di sini."))
    if new.output is not None and old.output is not None:
        yield from _document(old, new)


def _number(old: Elsewhere | None, new: Elsewhere) -> Iterator[Change]:
    if new.number_hint is not None and (old is None or old.number_hint != new.number_hint):
        message = N_("{number} yang dicatat petugas berbentuk: {hint}.")
        yield _change(
            Part.PRODUCT, "elsewhere.number_pattern", message, number=new.number, hint=new.number_hint
        )
    if new.fills is not None and (old is None or old.fills != new.fills):
        message = N_("{number} yang dicatat ditawarkan di isian {field} layanan lain.")
        yield _change(Part.PRODUCT, "elsewhere.fills", message, number=new.number, field=new.fills)


def _document(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = old.document, new.document
    if before.valid_months != after.valid_months:
        message = N_("Dokumen sekarang berlaku {new}, sebelumnya {old}.")
        facts = {"new": _months(after.valid_months), "old": _months(before.valid_months)}
        yield _change(Part.PRODUCT, "valid_months", message, **facts)
    if before.valid_until != after.valid_until:
        until = N_("Dokumen sekarang berlaku sampai tanggal pada isian {field}.")
        full = N_("Dokumen sekarang tidak lagi berakhir menurut tanggal pada isian.")
        yield _change(
            Part.PRODUCT, "valid_until", until if after.valid_until else full, field=after.valid_until
        )
    printed = sorted(set(after.states) - set(before.states)), sorted(set(before.states) - set(after.states))
    for names, message in zip(
        printed, (N_("Yang kini tercetak: {names}."), N_("Tidak lagi tercetak: {names}.")), strict=True
    ):
        if names:
            yield _change(Part.PRODUCT, "states", message, names=", ".join(names))
    if (before.statement, before.template) != (after.statement, after.template):
        yield _change(Part.PRODUCT, "statement", N_("Kalimat atau tata letak dokumen berubah."))
    if (before.number_format, before.kind, before.kinds) != (after.number_format, after.kind, after.kinds):
        yield _change(Part.PRODUCT, "number_format", N_("Penomoran atau jenis dokumen berubah."))


def _months(months: int | None) -> str:
    return N_("selamanya") if months is None else f"{months} bulan"


def _registers(old: Definition, new: Definition) -> Iterator[Change]:
    before = {register.key: register for register in old.registers}
    after = {register.key: register for register in new.registers}
    for key in before.keys() - after.keys():
        message = N_("Instansi lain tidak lagi boleh bertanya: {question}")
        yield _change(Part.REGISTER, key, message, question=before[key].question)
    for key, register in after.items():
        if register != before.get(key):
            message = N_("Instansi yang boleh bertanya “{question}”: {asked_by} (dijawab {discloses}).")
            facts = {"question": register.question, "asked_by": ", ".join(register.asked_by)}
            yield _change(Part.REGISTER, key, message, discloses=register.discloses.value, **facts)


def _change(part: Part, key: str, message: str, **facts: object) -> Change:
    return Change(part, key, message, facts)
