"""Reading the text of a request: what is too long is refused before it is parsed, and what was read is kept."""

from collections.abc import Iterator
from functools import lru_cache

from graphql import DocumentNode, Lexer, OperationDefinitionNode, Source, TokenKind, parse
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError

from api.errors import TooLarge

MAX_LENGTH = 20_000
"""Characters; what is given belongs into variables."""
MAX_TOKENS = 600
"""Three times the longest of the ready-made operations, and of the question by which tools read the contract."""
MAX_NESTING = 60
MAX_DIGITS = 400
"""More than any number that is taken, and far fewer than Python refuses to read."""
KEPT = 256

_OPENS = frozenset({TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L})
_NUMBERS = frozenset({TokenKind.INT, TokenKind.FLOAT})
_CLOSES = frozenset({TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R})


class Parsing(SchemaExtension):
    """Reads the document, and refuses one that leaves open which of its operations is meant."""

    def on_parse(self) -> Iterator[None]:
        """Read the query; raises GraphQLError, or CannotGetOperationTypeError."""
        context = self.execution_context
        document = document_of(context.query or "")
        name = context._provided_operation_name
        if operation_of(document, name) is None:
            raise CannotGetOperationTypeError(name)
        context.graphql_document = document
        yield


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """The operation of this name, or the only one; None when there is none, or when several are to choose from."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is not None:
        return next((node for node in operations if node.name and node.name.value == name), None)
    return operations[0] if len(operations) == 1 else None


@lru_cache(KEPT)
def document_of(text: str) -> DocumentNode:
    """The document that stands in the text; raises GraphQLError, with TOO_LARGE where it was not even parsed."""
    if len(text) > MAX_LENGTH:
        raise TooLarge(f"The query has {len(text)} characters; {MAX_LENGTH} are allowed. Use variables.")
    _must_be_short(text)
    return parse(text)


def _must_be_short(text: str) -> None:
    """Look at no more than `MAX_TOKENS` words and signs."""
    lexer, nesting = Lexer(Source(text)), 0
    for _ in range(MAX_TOKENS + 1):
        token = lexer.advance()
        kind = token.kind
        if kind is TokenKind.EOF:
            return
        if kind in _NUMBERS and len(token.value or "") > MAX_DIGITS:
            raise TooLarge(f"A number has more than {MAX_DIGITS} digits.")
        nesting += (kind in _OPENS) - (kind in _CLOSES)
        if nesting > MAX_NESTING:
            raise TooLarge(f"The query has more than {MAX_NESTING} brackets within brackets.")
    raise TooLarge(f"The query has more than {MAX_TOKENS} tokens.")
