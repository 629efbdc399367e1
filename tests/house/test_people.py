"""Who asks for officers asks for those who are still there."""

import ast
from collections.abc import Iterator
from pathlib import Path

ASKS = ({"account a", "a.role = "}, {"api_token t"}, {"session s"})
"""What a statement says that asks for officers, for tokens or for sessions."""


def statements(root: Path) -> Iterator[tuple[str, str]]:
    """The SQL of the regency that asks for officers, sessions or tokens, with its place."""
    for path in sorted((root / "models").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant | ast.JoinedStr):
                text = _text(node)
                if "SELECT" in text and any(all(word in text for word in words) for words in ASKS):
                    yield f"{path.relative_to(root)}:{node.lineno}", text


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))


LISTS_OF_ALL = ("models/accounts/tokens.py",)
"""What an operator looks through, those who have left included."""


def test_no_statement_finds_officers_who_have_left(root: Path) -> None:
    found = [(place, text) for place, text in statements(root) if not place.startswith(LISTS_OF_ALL)]
    assert len(found) >= 7
    assert [place for place, text in found if "a.ended_at IS NULL" not in text] == []
