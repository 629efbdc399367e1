"""What the desk says of a document whose last day went by while the offices looked."""

from datetime import timedelta

from models.permits.tables import Permit, Reservation
from tests.app.web.desks import key, page_of
from tests.story import Story
from tests.visitor import Visitor


async def test_the_head_is_told_what_can_be_done_and_is_not_asked_to_sign(
    visitor: Visitor, story: Story, password: str
) -> None:
    day = (story.now + timedelta(days=1)).date().isoformat()
    sent = await story.submit(start_date=day, end_date=day)
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    story.now += timedelta(days=3)

    await visitor.sign_in_officer("kadis-dpmptsp", password)
    page = (await visitor.open(await page_of(story, sent.id, "signature"))).text
    assert "Masa berlakunya sudah lewat" in page
    assert "Kembalikan dengan catatan pada tanggal itu, atau tolak dengan alasan." in page
    assert 'name="secret"' not in page

    sign = f"{await page_of(story, sent.id, 'signature')}/tanda-tangan"
    answer = await visitor.send(sign, {"secret": password, "seen": "", **key(visitor)})
    assert answer.status_code == 422
    assert "sudah lewat" in answer.text
    assert (await Permit.all().count(), await Reservation.all().count()) == (0, 0)
