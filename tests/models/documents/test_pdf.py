"""What a PDF may hold, and what judging one may take."""

import contextlib
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents.errors import ActiveContent, Damaged, FileRefused, Opaque
from models.documents.pdf import MOST_MENTIONS, checked_pdf
from tests.models.documents.within import judged_within

SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
PAGE = b"<</Type/Page>>"
PACKED = b"/Type/ObjStm/Filter/FlateDecode"


def pdf(more: bytes) -> bytes:
    return b"%%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n%s\nstartxref\n9\n%%%%EOF\n" % more


def stream(body: bytes, says: bytes = PACKED, opens: bytes = b">>\nstream\n") -> bytes:
    return b"5 0 obj\n<<%s/N 1/First 4%s%s\nendstream\nendobj\n" % (says, opens, body)


def stored(times: int) -> bytes:
    """Flate that unpacks to nothing, as long as one likes."""
    return b"\x78\x01" + times * b"\x00\x00\x00\xff\xff" + b"\x01\x00\x00\xff\xff\x00\x00\x00\x01"


def nested(depth: int, length: int) -> bytes:
    """Streams that do not say how they are packed, each within the one before, and all of them as long as the last."""
    begin = b"5 0 obj\n<</Type/ObjStm/N 1/First 4>>\nstream\n\x78\x01"
    block = b"\x00" + len(begin).to_bytes(2, "little") + (0xFFFF - len(begin)).to_bytes(2, "little") + begin
    return begin + block * (depth - 1) + length * b"\x00\x00\x00\xff\xff" + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    "content",
    [
        stream(zlib.compress(SCRIPT)),
        stream(zlib.compress(SCRIPT), b"/Type /Obj#53tm /Filter /Fl#61teDecode"),
        stream(zlib.compress(SCRIPT), opens=b">> %c\nstream\n"),
        stream(zlib.compress(SCRIPT), opens=b">> stream \r"),
        stream(zlib.compress(SCRIPT), b"/Filter/FlateDecode"),
        stream(zlib.compress(SCRIPT), b"/Type/ObjStm/Filter [ /FlateDecode ]"),
        stream(zlib.compress(SCRIPT), b"/Filter/FlateDecode/X(9 0 obj)/Type/ObjStm"),
        stream(b"5 0 " + SCRIPT, b"/Type/ObjStm"),
        b"%>>stream\n8 0 obj" + SCRIPT + b"endobj %endstream\n",
        b"<</AcroForm<</Fields[]/XFA 6 0 R>>>>",
        b"<</AcroForm 6 0 R>>" + stream(zlib.compress(b"<</X#46A 7 0 R>>")),
        b"<</S/SubmitForm/F(http://example.com)>>",
        b"<</Names<</EmbeddedFiles 7 0 R>>>>",
        b"<</S/Rendition/JS(app.alert(1))>>",
    ],
)
def test_what_acts_is_found_however_it_is_packed_or_spelled(content: bytes) -> None:
    with pytest.raises(ActiveContent):
        checked_pdf(pdf(content))


@pytest.mark.parametrize(
    "content",
    [
        b"<</Title(Surat No. 470/12/JS/2026)>>",
        b"6 0 obj<</First 5 0 R/Last 6 0 R/Title(Diskon 50%)>>\nendobj",
        stream(zlib.compress(PAGE)) * 300,
        stream(b"5 0 " + PAGE, b"/Type/ObjStm"),
        b"<</AcroForm<</Fields[]>>>>",
    ],
)
def test_a_plain_paper_is_taken_as_it_is(content: bytes) -> None:
    assert checked_pdf(pdf(content)) == pdf(content)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (
            stream(zlib.compress(SCRIPT).hex().encode(), b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]"),
            Opaque,
        ),
        (
            stream(zlib.compress(zlib.compress(SCRIPT)), b"/Type/ObjStm/Filter[/FlateDecode/FlateDecode]"),
            Opaque,
        ),
        (stream(zlib.compress(SCRIPT), b"/Type/ObjStm/Filter 9 0 R"), Opaque),
        (stream(zlib.compress(SCRIPT), PACKED + b"/DecodeParms<</Predictor 12>>"), Opaque),
        (stream(zlib.compress(SCRIPT), opens=b" " * 5000 + b">>stream\n"), Opaque),
        (stream(zlib.compress(SCRIPT), b"/Filter/FlateDecode", b"%endobj\n>>stream\n"), Opaque),
        (stream(zlib.compress(SCRIPT)[:-6]), Damaged),
        (b"/First 1 endobj " * (MOST_MENTIONS + 1), Opaque),
    ],
)
def test_what_cannot_be_looked_into_is_refused(content: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal):
        checked_pdf(pdf(content))


@pytest.mark.parametrize(
    ("content", "judged"),
    [
        (stream(zlib.compress(b"#41ab" * 12_800_000, 9)), "Opaque"),
        (stream(zlib.compress(b"#41ab" * 800_000, 9)) * 200, "Opaque"),
        (stream(zlib.compress(b"/#41" * 1_000_000, 9)) * 4, "application/pdf"),
        (b"/#41 " * 2_000_000, "application/pdf"),
        (b">>stream\nendstream" * 580_000, "application/pdf"),
        (stream(stored(1_900_000)), "application/pdf"),
        (nested(6, 1_800_000), "Opaque"),
        (b"9 0 obj endobj " * 680_000, "application/pdf"),
        (b"[" * 10_000_000, "application/pdf"),
    ],
    ids=[
        "one stream of escapes", "many streams", "names", "plain names", "streams without a body", "nothing, at length",
        "one in the other", "objects", "deep nesting",
    ],
)  # fmt: skip
def test_no_pdf_takes_more_than_sixty_megabytes(content: bytes, judged: str, tmp_path: Path) -> None:
    assert judged_within(60, pdf(content), tmp_path) == judged


PIECES = [PACKED, b"/First 4", b">>stream\n", zlib.compress(PAGE), b"endobj\n", b"%", b"5 0 obj<<", b"("]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_heap_of_pieces_makes_it_fall_over(pieces: list[bytes]) -> None:
    with contextlib.suppress(FileRefused):
        checked_pdf(pdf(b"".join(pieces)))
