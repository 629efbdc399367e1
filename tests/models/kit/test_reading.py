"""Text that shows nothing, and text that shows something else on the page than on paper."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from integrations.documents import printable
from models.kit.reading import is_storable, read_text

NOTHING = [
    "\u200b\u200b\u200b",
    "\u2800\u2800\u2800",
    "\u3164\u3164\u3164",
    "   ",
    "\t\t\t\t\t\t",
    "",
    "\ufeff",
    "\u115f\u1160",
    "\uffa0",
    "\u00ad\u2060\u180e",
    "\u200d\u200c",
    "\u0301\u0302",
    "\ufe0f\U000e0100",
    "\U000e0041\U000e0042",
    "\u202e\u2066\u2069\u061c",
    "\x07\x1b",
    "\u2028\u2029\u00a0\u3000",
    "\uf0b7",
    "\u034f\u17b4",
]


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_what_shows_nothing_is_nothing(text: str) -> None:
    assert read_text(text) == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Warung Bu Tini \u200b", "Warung Bu Tini"),
        ("Toko \u202eitnuB", "Toko itnuB"),
        ("\u2066Toko\u2069 \u200fBunti\u200e", "Toko Bunti"),
        ("Si\u00adti", "Siti"),
        ("Siti\u200bAminah", "SitiAminah"),
        ("Siti\u3164Aminah", "Siti Aminah"),
        ("Rene\u0301", "Ren\u00e9"),
        ("T\u200dini", "Tini"),
        ("baris satu\r\nbaris dua\n", "baris satu\nbaris dua"),
        ("\ua9a0\u200c\ua9a4", "\ua9a0\u200c\ua9a4"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("Bakso \u2764\ufe0f\ufe0f", "Bakso \u2764\ufe0f"),
        ("\uf0b7 Promo", "\uf0b7 Promo"),
        (".", "."),
    ],
    ids=ascii,
)
def test_what_is_seen_is_kept_and_what_is_not_goes(written: str, kept: str) -> None:
    assert read_text(written) == kept


TURNING = {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"}
SIGNS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="\0"),
        st.sampled_from("aZ9 .\u0301\u200b\u200c\u200d\u202e\u2066\u2069\u2800\u3164\ufe0f\ua9a0\u0645\n"),
    )
)


@given(SIGNS)
@example("\u202e\u0301")
@example("\u200b\u0301a")
@example("\ufe0fa\u200d\ufe0f\u200d\U0001f468")
def test_what_is_kept_is_kept_again_and_reads_the_same_on_paper(text: str) -> None:
    kept = read_text(text)

    assert read_text(kept) == kept == unicodedata.normalize("NFC", kept)
    assert not {unicodedata.bidirectional(sign) for sign in kept} & TURNING
    assert bool(kept) == bool(printable(kept))
    assert all(
        drawn in (sign, "◊") for sign, drawn in zip(seen(kept), printable(kept).replace(" ", ""), strict=True)
    )


def seen(text: str) -> list[str]:
    return [sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf", "Mn", "Zs"}]


@given(st.text(st.characters()))
def test_what_no_database_takes_is_not_made_to_look_sound(text: str) -> None:
    assert is_storable(read_text(text)) or not is_storable(text)
    if not is_storable(text):
        assert not is_storable(read_text(text))
