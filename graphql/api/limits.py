"""How large a query may be: depth, aliases, and what it could cost. One pass, each fragment measured once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_list_type,
)
from graphql.type import GraphQLField, GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType
from strawberry.extensions import SchemaExtension

from models.kit.paging import MAX_PAGE

MAX_DEPTH = 12
MAX_ALIASES = 30
MAX_COST = 10_000
"""Fields that could be resolved; a thousand take about ten milliseconds."""
USUAL_LIST = 8
"""How many a list without `first` is taken to hold: steps, tasks, documents."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How large a part of a query is."""

    depth: int = 0
    aliases: int = 0
    cost: int = 0

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(max(self.depth, other.depth), self.aliases + other.aliases, self.cost + other.cost)

    def complaint(self) -> str | None:
        """What is too large, if anything."""
        if self.depth > MAX_DEPTH:
            return f"The query is {self.depth} levels deep; {MAX_DEPTH} are allowed."
        if self.aliases > MAX_ALIASES:
            return f"The query has {self.aliases} aliases; {MAX_ALIASES} are allowed."
        if self.cost > MAX_COST:
            return f"The query could cost {self.cost} fields; {MAX_COST} are allowed. Ask for fewer with `first`."
        return None


class Limits(SchemaExtension):
    """Refuses a valid query that is too large, before anything of it runs."""

    def on_execute(self) -> Iterator[None]:
        """Measure the operation that is about to run."""
        context = self.execution_context
        document, operation = context.graphql_document, context.operation_name
        if document is not None:
            measured = measure(document, operation, context.schema._schema, context.variables or {})
            if complaint := measured.complaint():
                error = GraphQLError(complaint, extensions={"code": "TOO_LARGE"})
                context.result = ExecutionResult(data=None, errors=[error])
        yield


def measure(
    document: DocumentNode, operation: str | None, schema: GraphQLSchema, variables: Mapping[str, Any]
) -> Measure:
    """How large one operation of a valid document is."""
    wanted = [
        node
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        and (operation is None or (node.name is not None and node.name.value == operation))
    ]
    ruler = _Ruler(document, schema, variables)
    return sum(
        (ruler.selection(node.selection_set, schema.get_root_type(node.operation)) for node in wanted),
        Measure(),
    )


class _Ruler:
    def __init__(self, document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any]) -> None:
        definitions = document.definitions
        self._fragments = {n.name.value: n for n in definitions if isinstance(n, FragmentDefinitionNode)}
        self._measured: dict[str, Measure] = {}
        self._schema = schema
        self._variables = variables

    def selection(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> Measure:
        """What is selected of a type."""
        total = Measure()
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                total += self._field(node, parent)
            elif isinstance(node, InlineFragmentNode):
                named = node.type_condition.name.value if node.type_condition else None
                total += self.selection(node.selection_set, self._schema.get_type(named) if named else parent)
            elif isinstance(node, FragmentSpreadNode):
                total += self._fragment(node.name.value)
        return total

    def _fragment(self, name: str) -> Measure:
        if name not in self._measured:
            node = self._fragments[name]
            parent = self._schema.get_type(node.type_condition.name.value)
            self._measured[name] = self.selection(node.selection_set, parent)
        return self._measured[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Measure:
        own = Measure(1, 1 if node.alias else 0, 1)
        name = node.name.value
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        field = fields.get(name)
        if field is None or node.selection_set is None:
            return own
        inside = self.selection(node.selection_set, get_named_type(field.type))
        times = self._times(node, field)
        return Measure(1 + inside.depth, own.aliases + inside.aliases, 1 + times * inside.cost)

    def _times(self, node: FieldNode, field: GraphQLField) -> int:
        if "first" in field.args:
            return self._first(node, field)
        nullable = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        return USUAL_LIST if is_list_type(nullable) and node.name.value != "edges" else 1

    def _first(self, node: FieldNode, field: GraphQLField) -> int:
        default = field.args["first"].default_value
        value: object = None
        for argument in node.arguments or ():
            if argument.name.value == "first" and isinstance(argument.value, IntValueNode):
                value = int(argument.value.value[:9])
            elif argument.name.value == "first" and isinstance(argument.value, VariableNode):
                value = self._variables.get(argument.value.name.value)
        if not isinstance(value, int):
            value = default if isinstance(default, int) else MAX_PAGE
        return min(max(value, 1), MAX_PAGE)
