"""What an error shows: refusals with their codes, mistakes of the client as they are, and nothing of our own."""

import logging
import traceback
from collections.abc import Iterator

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from api.context import Context
from api.errors import as_error
from models.kit.errors import Refusal, Unavailable
from models.kit.text import N_
from models.kit.transactions import DATABASE_AWAY

log = logging.getLogger("api")

UNEXPECTED = N_("Terjadi kesalahan di pihak kami. Coba lagi sebentar lagi.")
TOO_DEEP = "The query is nested too deeply."


def cause_of(error: GraphQLError) -> BaseException | None:
    """What was raised; None when the error is GraphQL's own, as for a query that does not fit the schema."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def log_unexpected(error: GraphQLError) -> None:
    """Write down where an unexpected error happened; neither its message nor variables, which may be about a person."""
    cause = cause_of(error)
    if cause is None or isinstance(cause, Refusal | RecursionError):
        return
    frames = "".join(traceback.format_tb(cause.__traceback__))
    log.error("%s at %s\n%s", type(cause).__name__, error.path, frames)


class ShownErrors(SchemaExtension):
    """Turns what went wrong into what a client may read."""

    def on_operation(self) -> Iterator[None]:
        """Look over the errors when all is done."""
        yield
        result = self.execution_context.result
        if errors := getattr(result, "errors", None):
            context: Context = self.execution_context.context
            result.errors = [_shown(error, context) for error in errors]  # type: ignore[union-attr]


def _shown(error: GraphQLError, context: Context) -> GraphQLError:
    cause = cause_of(error)
    if cause is None:
        return error
    if isinstance(cause, Refusal):
        return as_error(cause, context, error)
    if isinstance(cause, (OSError, *DATABASE_AWAY)):
        return as_error(Unavailable(), context, error)
    if isinstance(cause, RecursionError):
        return GraphQLError(TOO_DEEP, extensions={"code": "TOO_LARGE"})
    return GraphQLError(
        context.translate(UNEXPECTED),
        nodes=error.nodes,
        path=error.path,
        extensions={"code": "UNEXPECTED"},
    )
