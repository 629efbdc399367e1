"""Words for people: the msgids are Indonesian, translations stand in `locales/`."""

import gettext as standard
from pathlib import Path

LOCALES = Path(__file__).parents[1] / "locales"

_translations = standard.translation("messages", LOCALES, languages=["id"], fallback=True)


def _(message: str) -> str:
    """The message in the reader's language."""
    return _translations.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for a number of things; Indonesian has one form for all numbers."""
    return _translations.ngettext(one, many, count)
