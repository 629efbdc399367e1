"""Following an application by number and PIN."""

import pytest

from models.applications.operations.answering import Finding
from models.applications.states import Decision
from tests.story import Story
from tests.visitor import Visitor

PERSONAL = ("Tini Contoh", "Dusun Karang", "9908", "Warung Sederhana", "lokasi.jpg", "RT 003")


async def ask(visitor: Visitor, number: str, pin: str) -> int:
    await visitor.open("/lacak")
    return (await visitor.send("/lacak", {"number": number, "pin": pin})).status_code


@pytest.mark.monday
@pytest.mark.parametrize("written", ["{}", " {} ", "lower"])
async def test_number_and_pin_show_where_it_stands_and_nothing_about_the_person(
    visitor: Visitor, story: Story, written: str
) -> None:
    sent = await story.submit()
    await story.decide(
        sent.id, "tax", "bapenda", Decision.RETURN, findings=[Finding(("answers", "width"), "Rahasia")]
    )
    await story.decide(sent.id, "construction", "dpupr")
    number = sent.number.lower() if written == "lower" else written.format(sent.number)
    assert await ask(visitor, number, f"{sent.pin[:3]} {sent.pin[3:]}") == 303
    assert sent.pin not in visitor.page.headers["location"]
    assert sent.pin not in str(visitor.page.headers.get_list("set-cookie"))
    page = (await visitor.follow()).text
    assert "<strong>2 dari 3</strong> pemeriksaan sudah dijawab" in page
    assert "Senin, 30 November 2026" in page
    for text in (*PERSONAL, sent.pin, "Rahasia"):
        assert text not in page
    block = await visitor.open(f"/lacak/{sent.number}", {"HX-Request": "true"})
    assert block.text.lstrip().startswith('<div id="status"')


async def test_a_wrong_pair_gets_one_answer_whichever_is_wrong(visitor: Visitor, story: Story) -> None:
    sent = await story.submit()
    wrong = "000000" if sent.pin != "000000" else "111111"
    said = set()
    for number, pin in ((sent.number, wrong), ("RKL-2611-22222", sent.pin), ("", ""), ("a\0b", "x\0")):
        assert await ask(visitor, number, pin) == 422
        said.add(visitor.problems["pin"])
        assert pin == "" or f'value="{pin}"' not in visitor.page.text
    assert len(said) == 1


async def test_after_five_wrong_tries_even_the_right_pin_is_refused_for_a_while(
    visitor: Visitor, story: Story
) -> None:
    sent = await story.submit()
    wrong = "000000" if sent.pin != "000000" else "111111"
    for _ in range(5):
        assert await ask(visitor, sent.number, wrong) == 422
    assert await ask(visitor, sent.number, sent.pin) == 429
    assert "Coba lagi 15 menit lagi" in visitor.page.text


async def test_a_number_without_its_pin_leads_to_the_form(visitor: Visitor, story: Story) -> None:
    first, second = await story.submit(), await story.submit()
    assert (await visitor.open(f"/lacak/{first.number}")).headers["location"] == "/lacak"
    await ask(visitor, first.number, first.pin)
    assert (await visitor.open(f"/lacak/{first.number}")).status_code == 200
    assert (await visitor.open(f"/lacak/{second.number}")).headers["location"] == "/lacak"
    await visitor.open(f"/lacak/{first.number}")
    await visitor.send("/lacak/selesai")
    assert (await visitor.open(f"/lacak/{first.number}")).headers["location"] == "/lacak"


async def test_an_issued_document_can_be_checked_from_here(visitor: Visitor, story: Story) -> None:
    sent = await story.issue()
    await ask(visitor, sent.number, sent.pin)
    page = (await visitor.follow()).text
    assert 'href="/v/' in page
    assert "/berkas/" not in page
