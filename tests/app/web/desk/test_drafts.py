"""What an officer has written is lost by no press, by no colleague, and by no reload."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from models.applications import tables
from models.applications.operations.answer_drafts import (
    DRAFTS_LIVE,
    answer_draft,
    forget_old_answer_drafts,
    keep_answer_draft,
)
from tests.app.web.desks import key, page_of
from tests.story import Story
from tests.transfers import accept, offer
from tests.visitor import Visitor

WRITTEN = {
    "finding.answers.width": "Lebar di foto tampak 3 meter.",
    "reason.refuse": "Di atas trotoar.",
    "amount": "Rp75.000",
}


def shows(page: str) -> list[bool]:
    """Which of the written texts stand on a page, each in its box."""
    boxes = re.findall(r'<(?:input[^>]* value="([^"]*)"|textarea[^>]*>\s*([^<]*))', page)
    values = {text.strip() for pair in boxes for text in pair}
    return [text in values for text in WRITTEN.values()]


@pytest.mark.parametrize("press", ["ambil", "lepaskan", "serahkan", "alihkan", "draf"])
async def test_a_press_without_script_keeps_what_is_written(
    visitor: Visitor, story: Story, password: str, press: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open(path)).text
    assert page.count(f'form="jawaban-tugas" formaction="{path}/ambil"') == 1
    await visitor.send(f"{path}/{press}", {**WRITTEN, "to": "account_1", **key(visitor)})
    assert shows((await visitor.open(path)).text) == [True] * 3  # also after a reload, or coming back


async def test_the_answer_is_one_form_in_which_enter_decides_nothing(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open(path)).text
    form = page[page.index('id="jawaban-tugas"') :]
    buttons = re.findall(r"<button[^>]*>", form[: form.index("</form>")])
    assert f'formaction="{path}/draf"' in buttons[0]  # what a browser presses for Enter
    named = [re.findall(r'name="decision" value="(\w+)"', button) for button in buttons]
    assert [name for names in named for name in names] == ["APPROVE", "RETURN", "REFUSE"]


async def test_while_typing_it_is_kept_and_the_page_says_so(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    line = await visitor.send(f"{path}/draf", WRITTEN, headers={"HX-Request": "true"})
    assert line.text.lstrip().startswith('<p class="hint" id="draf"')
    assert "Draf tersimpan pukul" in line.text
    assert "Draf tersimpan pukul" in (await visitor.open(path)).text


async def test_a_colleague_who_takes_the_task_takes_no_words(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    path = await page_of(story, sent.id, "decision")
    await visitor.sign_in_officer("dpmptsp", password)
    await visitor.open(path)
    form = {**WRITTEN, "decision": "RETURN", "seen": "1", **key(visitor)}
    task, colleague = await story.task(sent.id, "decision"), await story.officer("loket-dpmptsp")
    await tables.Task.filter(id=task.id).update(
        claimed_by_id=colleague.account, claimed_until=datetime(2099, 1, 1, tzinfo=UTC)
    )
    answer = await visitor.send(f"{path}/keputusan", form)
    assert answer.status_code == 422
    assert "Rekan Anda sedang mengerjakan tugas ini" in answer.text
    assert shows(answer.text)[:2] == [True, True]
    assert shows((await visitor.open(path)).text)[:2] == [True, True]


async def test_beside_what_a_colleague_has_decided_stands_what_one_wrote(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    path = await page_of(story, sent.id, "decision")
    await visitor.sign_in_officer("dpmptsp", password)
    await visitor.open(path)
    form = {**WRITTEN, "decision": "RETURN", "seen": "1", **key(visitor)}
    await story.decide(sent.id, "decision", "loket-dpmptsp")
    answer = await visitor.send(f"{path}/keputusan", form)
    assert answer.status_code == 422
    for page in (answer.text, (await visitor.open(path)).text):
        assert "Disetujui oleh Yuni Contoh" in page
        assert "Yang Anda tulis" in page
        assert "Lebar (meter): Lebar di foto tampak 3 meter." in page
        assert "Di atas trotoar." in page
    await visitor.send(f"{path}/draf", {"reason.refuse": ""})
    assert "Yang Anda tulis" not in (await visitor.open(path)).text


async def test_what_was_written_of_a_task_that_went_elsewhere_can_still_be_copied(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "construction")
    await visitor.sign_in_officer("dpupr", password)
    await visitor.open(path)
    form = {**WRITTEN, "decision": "RETURN", "seen": "1", **key(visitor)}
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await accept(story, sent.id, "construction", "dishub")
    answer = await visitor.send(f"{path}/keputusan", form)
    assert answer.status_code == 422
    assert "Di atas trotoar." in answer.text


async def test_a_draft_is_gone_with_its_answer_and_nobody_else_reads_it(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "construction")
    await visitor.sign_in_officer("dpupr", password)
    await visitor.open(path)
    await visitor.send(f"{path}/draf", WRITTEN)
    draft = await tables.AnswerDraft.get()
    assert b"trotoar" not in bytes(draft.text_sealed)
    await visitor.sign_in_officer("ka-dpupr", password)
    assert "Di atas trotoar." not in (await visitor.open(path)).text
    await visitor.sign_in_officer("dpupr", password)
    await visitor.open(path)
    form = {**WRITTEN, "decision": "REFUSE", "seen": "1", **key(visitor)}
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 303
    assert await tables.AnswerDraft.all().count() == 0
    assert (await story.task(sent.id, "construction")).reason == "Di atas trotoar."


async def test_a_draft_is_for_the_own_agencys_task_and_has_an_end(story: Story) -> None:
    sent = await story.submit()
    task = await story.task(sent.id, "tax")
    vault = story.regency.vault
    for name, kept in (("dpupr", False), ("bapenda", True)):
        by = await story.officer(name)
        await keep_answer_draft(task.id, {"amount": "1"}, by=by, at=story.at(), regency=story.regency)
        assert (await answer_draft(task.id, by=by, vault=vault) is not None) is kept
    await forget_old_answer_drafts(at=story.now + DRAFTS_LIVE)
    assert await tables.AnswerDraft.all().count() == 1
    await forget_old_answer_drafts(at=story.now + DRAFTS_LIVE + timedelta(minutes=1))
    assert await tables.AnswerDraft.all().count() == 0
