"""A decision and its signature move together, by the secretariat, to a holder of the same competence."""

import asyncio
import io
from uuid import UUID

import pytest
from pypdf import PdfReader

from integrations.signing import LocalSigner
from models.accounts.operations import OfficerDraft, add_sample_officers
from models.accounts.queries import account_named
from models.agencies.queries import agencies_by_code, agencies_by_id
from models.applications import tables as applications
from models.applications.errors import AgencyNotNamed, AgencyUnknown, OtherCompetence, TaskNotFound
from models.applications.operations.answering import Finding
from models.applications.states import Decision
from models.kit.actor import OfficerRole
from models.kit.errors import VersionChanged
from models.kit.ports import Signatory
from models.permits import tables
from models.permits.preparing import prepare_permit
from models.services import catalogue
from models.services.operations import publish
from tests.story import Story
from tests.transfers import accept, direct, offer


async def accept_to_sign(story: Story, application: UUID, step: str, head: str) -> None:
    """Accepted by a head, who has a certificate."""
    account = await account_named(head)
    assert account is not None
    signer = story.regency.signer
    assert isinstance(signer, LocalSigner)
    signatory = Signatory(head, account.name, account.position, account.nip, "x")
    await asyncio.to_thread(signer.enrol, signatory, story.password)
    await accept(story, application, step, head)


async def owners(application: UUID, *steps: str) -> list[str]:
    """The codes of the agencies that have these steps."""
    tasks = {task.step: task.agency_id for task in await applications.Task.filter(application_id=application)}
    named = await agencies_by_id(set(tasks.values()))
    return [named[tasks[step]].code for step in steps]


async def sent_reklame(story: Story) -> UUID:
    """One whose decision `dlh` may take as well, with all checks answered."""
    source = catalogue.load(catalogue.FOLDER / "izin-reklame.yaml")
    steps = [
        step | ({"transfer_to": ["dlh"]} if step["key"] == "decision" else {}) for step in source["steps"]
    ]
    await publish(source | {"steps": steps}, at=story.at())
    sent = await story.submit()
    await story.verify_all(sent.id)
    return sent.id


async def another_village(story: Story) -> None:
    """Desa Kalirejo, with an officer and its head."""
    agency = (await agencies_by_code(["desa-kalirejo"]))["desa-kalirejo"]
    people = [
        OfficerDraft("desa-kalirejo", "Wati Contoh", agency.id, OfficerRole.OFFICER, "Kasi", None),
        OfficerDraft(
            "kades-kalirejo", "Dono Contoh", agency.id, OfficerRole.HEAD, "Kepala Desa Kalirejo", None
        ),
    ]
    await add_sample_officers(people, password=story.password, at=story.at())


async def sent_usaha(story: Story) -> UUID:
    """A letter of a village, ready to be signed."""
    sent = await story.submit("surat-keterangan-usaha")
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await story.decide(sent.id, "location", "desa-ngargoretno")
    return sent.id


async def test_a_decision_takes_its_signature_along_and_the_new_issuer_is_printed(story: Story) -> None:
    id = await sent_reklame(story)
    await direct(story, id, "decision", "dlh")
    assert await owners(id, "decision", "signature") == ["dpmptsp", "dpmptsp"]
    await accept_to_sign(story, id, "decision", "ka-dlh")
    assert await owners(id, "decision", "signature") == ["dlh", "dlh"]
    with pytest.raises(TaskNotFound):
        await story.decide(id, "decision", "dpmptsp")
    await story.decide(id, "decision", "dlh")
    assert await owners(id, "decision", "signature") == ["dlh", "dlh"]
    await story.sign(id, "ka-dlh")
    permit = await tables.Permit.get(application_id=id)
    pdf = PdfReader(io.BytesIO(await story.regency.storage.get(permit.storage_key)))
    assert permit.issuer == "Dinas Lingkungan Hidup"
    assert "Dinas Lingkungan Hidup" in " ".join(pdf.pages[0].extract_text().split())
    assert [row.series.split("/")[1] for row in await tables.Reservation.all()] == ["dlh"]  # no gap elsewhere


async def test_nobody_but_the_secretariat_moves_a_decision_and_it_goes_to_no_other_competence(
    story: Story,
) -> None:
    id = await sent_reklame(story)
    with pytest.raises(AgencyNotNamed):
        await offer(story, id, "decision", "dpmptsp", "dlh")
    for other in ("dinkes", "desa-ngargoretno", "setda"):
        with pytest.raises(OtherCompetence):
            await direct(story, id, "decision", other)
    await offer(story, id, "decision", "dpmptsp", "setda")
    await direct(story, id, "decision", "dlh")
    with pytest.raises(TaskNotFound):
        await accept(story, id, "decision", "dishub")


async def test_a_number_set_aside_lapses_as_a_gap_and_the_document_is_made_anew(story: Story) -> None:
    id = await sent_reklame(story)
    await story.decide(id, "decision", "dpmptsp")
    await prepare_permit(id, at=story.at(), regency=story.regency)
    (lapsed,) = await tables.Reservation.all()
    await direct(story, id, "signature", "dlh")
    with pytest.raises(TaskNotFound):
        await accept(story, id, "signature", "dlh")  # a signature is taken over by who would give it
    await accept_to_sign(story, id, "signature", "ka-dlh")
    assert await owners(id, "decision", "signature") == ["dpmptsp", "dlh"]  # who has decided, has decided
    await prepare_permit(id, at=story.at(), regency=story.regency)
    with pytest.raises(TaskNotFound):
        await story.sign(id, "kadis-dpmptsp")
    await story.sign(id, "ka-dlh")
    permit = await tables.Permit.get(application_id=id)
    made = await tables.Reservation.exclude(id=lapsed.id).get()
    assert (permit.number, permit.code) == (made.number, made.code)
    assert made.series.startswith("izin-reklame/dlh/")
    next_one = await story.submit()
    await story.verify_all(next_one.id)
    await story.decide(next_one.id, "decision", "dpmptsp")
    await story.sign(next_one.id)
    after = await tables.Reservation.get(application_id=next_one.id)
    assert (after.series, after.sequence) == (lapsed.series, lapsed.sequence + 1)


async def test_a_decision_that_is_asked_again_is_asked_of_whoever_signs(story: Story) -> None:
    id = await sent_reklame(story)
    await story.decide(id, "decision", "dpmptsp")
    await direct(story, id, "signature", "dlh")
    await accept_to_sign(story, id, "signature", "ka-dlh")
    finding = Finding(("answers", "text"), "Ejaannya.")
    await story.decide(id, "signature", "ka-dlh", Decision.RETURN, findings=[finding])
    await story.sleep(id)
    await story.correct(id, {"text": "Warung Sederhana Jaya"})
    again = {t.step for t in await applications.Task.filter(application_id=id, state="OPEN")}
    for step, officer in {"public-order": "satpolpp", "tax": "bapenda"}.items():
        if step in again:
            await story.decide(id, step, officer)
    assert await owners(id, "decision", "signature") == ["dlh", "dlh"]
    await story.decide(id, "decision", "dlh")
    await story.sign(id, "ka-dlh", key="again")


async def test_whoever_takes_the_signature_over_twice_gets_the_decision_too_when_it_is_asked_again(
    story: Story,
) -> None:
    id = await sent_reklame(story)
    await story.decide(id, "decision", "dpmptsp")
    await direct(story, id, "signature", "dlh")
    await accept_to_sign(story, id, "signature", "ka-dlh")
    await direct(story, id, "signature", "dpmptsp")
    await accept_to_sign(story, id, "signature", "kadis-dpmptsp")
    finding = Finding(("answers", "text"), "Ejaannya.")
    await story.decide(id, "signature", "kadis-dpmptsp", Decision.RETURN, findings=[finding])
    await story.sleep(id)
    await story.correct(id, {"text": "Warung Sederhana Jaya"})
    assert await owners(id, "decision", "signature") == ["dpmptsp", "dpmptsp"]


async def test_a_signature_given_while_it_moves_is_refused(story: Story) -> None:
    id = await sent_reklame(story)
    await story.decide(id, "decision", "dpmptsp")
    await direct(story, id, "signature", "dlh")
    outcomes = await asyncio.gather(
        story.sign(id), accept(story, id, "signature", "ka-dlh"), return_exceptions=True
    )
    signed = outcomes[0] is None
    assert (type(outcomes[0]) in {VersionChanged, TaskNotFound}) is not signed
    permits = await tables.Permit.filter(application_id=id)
    assert len(permits) == signed
    assert await owners(id, "signature") == (["dpmptsp"] if signed else ["dlh"])


async def test_a_village_signs_in_no_place_of_an_office_and_another_village_may(story: Story) -> None:
    id = await sent_usaha(story)
    await another_village(story)
    for other in ("kec-salaman", "dpmptsp"):
        with pytest.raises(OtherCompetence):
            await direct(story, id, "signature", other)
    with pytest.raises(AgencyUnknown):
        await direct(story, id, "signature", "desa")
    await direct(story, id, "signature", "desa-kalirejo")
    await accept_to_sign(story, id, "signature", "kades-kalirejo")
    await story.sign(id, "kades-kalirejo")
    assert (await tables.Permit.get(application_id=id)).issuer == "Desa Kalirejo"
