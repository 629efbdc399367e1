"""Judging a request before it is validated: validation costs more than running what is small."""

from collections.abc import Iterator

from graphql import GraphQLError
from strawberry.extensions import ValidationCache

from api import cost, shape
from api.parsing import operation_of


class Limits(ValidationCache):
    """Refuses a document that is too large, and validates the others."""

    def on_validate(self) -> Iterator[None]:
        """Judge the document; what is refused is never validated."""
        try:
            self._judge()
        except GraphQLError as too_large:
            self.execution_context.pre_execution_errors = [too_large]
            yield
        else:
            yield from super().on_validate()

    def _judge(self) -> None:
        context = self.execution_context
        document = context.graphql_document
        if document is None:
            return
        shape.judge(document)
        if operation := operation_of(document, context.operation_name):
            cost.judge(operation, document, context.schema._schema, context.variables or {})
