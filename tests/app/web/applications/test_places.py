"""A place that turns out to be another: corrected on the page, and told to all who read the history."""

import re

from models.applications import tables
from models.applications.operations.answering import Finding
from models.applications.states import Decision
from models.kit.ids import random_code
from tests.sampling import samples
from tests.story import Story
from tests.visitor import Visitor
from tests.walker import apply

CROWD = "rekomendasi-keramaian"
MOVED = "Perbaikan diterima. Karena isiannya berubah, sekarang dikerjakan Kecamatan Borobudur."


async def test_a_corrected_place_is_chosen_by_name_and_the_history_says_who_does_it_now(
    visitor: Visitor, story: Story
) -> None:
    sent = await apply(story, next(samples(CROWD)))
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    findings = [Finding(("answers", "event_village"), "Acaranya di Borobudur.")]
    await story.decide(
        sent.id, "village-recommendation", "desa-ngargoretno", Decision.RETURN, findings=findings
    )
    while (await tables.Application.get(id=sent.id)).state != "RETURNED":
        await story.sleep(sent.id)
    here = f"/permohonan/{sent.number}"
    await visitor.sign_in()
    page = (await visitor.open(here)).text
    assert '<option value="33.08.01.2001" selected>Ngargoretno' in page
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', page)

    form = {"seen": seen, "key": random_code(), "answers.event_village": "33.71.01.1001"}
    await visitor.send(f"{here}/perbaikan", form)
    assert visitor.problems == {
        "answers-event_village": "Tempat ini tidak ada di kabupaten ini. Pilih dari daftar; untuk tempat lain ajukan di"
        " sana."
    }
    await visitor.send(f"{here}/perbaikan", {**form, "answers.event_village": "33.08.02.2011"})
    page = (await visitor.follow()).text

    assert MOVED in page
    assert "RT 003/RW 001 Desa Ngargoretno menyetujui" in page, "what was answered stays in the history"
    assert "Dialihkan dari RT 003/RW 001 Desa Ngargoretno." in page
    assert "Desa Borobudur belum memakai layanan ini; dilayani Kecamatan Borobudur." in page
