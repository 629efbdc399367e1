"""What an operation could cost: the fields that could be resolved, and how much of the contract itself would be told.

Works on a document whose shape was judged, and that may still not fit the schema: what is not there costs one field.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_list_type,
)

from api.errors import TooLarge
from api.introspecting import ROOTS, Introspection
from models.kit.paging import MAX_PAGE

MAX_COST = 10_000
"""Fields that could be resolved; a thousand take about ten milliseconds."""
MAX_TOLD = 16_000
"""Fields of the contract itself: twice what tools ask for, and a few times cheaper each than those above."""
USUAL_LIST = 8
"""How many a list without `first` is taken to hold: steps, tasks, documents."""


def judge(
    operation: OperationDefinitionNode,
    document: DocumentNode,
    schema: GraphQLSchema,
    variables: Mapping[str, Any],
) -> int:
    """What the operation could cost; raises TooLarge."""
    ruler = _Ruler(document, schema, _values(operation, variables))
    cost = ruler.selection(operation.selection_set, schema.get_root_type(operation.operation))
    if cost > MAX_COST:
        message = f"The query could cost {cost} fields; {MAX_COST} are allowed. Ask for fewer with `first`."
        raise TooLarge(message)
    return cost


def _values(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that are given, and the defaults of the others."""
    defined = {node.variable.name.value: node.default_value for node in operation.variable_definitions or ()}
    return {name: _literal(default) for name, default in defined.items() if default} | dict(variables)


def _literal(node: ValueNode) -> object:
    """A number or text; None for whatever else may stand there."""
    if isinstance(node, IntValueNode):
        return int(node.value[:9])
    return node.value if isinstance(node, StringValueNode) else None


class _Ruler:
    def __init__(self, document: DocumentNode, schema: GraphQLSchema, values: Mapping[str, Any]) -> None:
        definitions = document.definitions
        self._fragments = {n.name.value: n for n in definitions if isinstance(n, FragmentDefinitionNode)}
        self._schema = schema
        self._values = values
        self._introspection = Introspection(schema, self._written, most=MAX_TOLD)

    def selection(self, selections: SelectionSetNode, parent: GraphQLNamedType | None) -> int:
        """What is selected of a type."""
        return sum(self._field(node, owner) for node, owner in self._fields(selections, parent))

    def _fields(
        self, selections: SelectionSetNode, parent: GraphQLNamedType | None
    ) -> Iterator[tuple[FieldNode, GraphQLNamedType | None]]:
        """The fields of a selection, its fragments written out, each with the type that it is a field of."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node, parent
            elif isinstance(node, InlineFragmentNode):
                yield from self._fields(node.selection_set, self._narrowed(node.type_condition, parent))
            elif isinstance(node, FragmentSpreadNode) and (named := self._fragments.get(node.name.value)):
                yield from self._fields(named.selection_set, self._narrowed(named.type_condition, parent))

    def _written(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        return (node for node, _ in self._fields(selections, None))

    def _narrowed(
        self, condition: NamedTypeNode | None, parent: GraphQLNamedType | None
    ) -> GraphQLNamedType | None:
        return self._schema.get_type(condition.name.value) if condition else parent

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> int:
        if node.name.value in ROOTS:
            self._introspection.count(node, self._given(node, "name"))  # has a limit of its own
            return 1
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        field = fields.get(node.name.value)
        if field is None or node.selection_set is None:
            return 1
        inside = self.selection(node.selection_set, get_named_type(field.type))
        return 1 + self._times(node, field) * inside

    def _times(self, node: FieldNode, field: GraphQLField) -> int:
        if "first" in field.args:
            return self._first(node, field)
        nullable = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        return USUAL_LIST if is_list_type(nullable) and node.name.value != "edges" else 1

    def _first(self, node: FieldNode, field: GraphQLField) -> int:
        default, value = field.args["first"].default_value, self._given(node, "first")
        if not isinstance(value, int):
            value = default if isinstance(default, int) else MAX_PAGE
        return min(max(value, 1), MAX_PAGE)

    def _given(self, node: FieldNode, name: str) -> object:
        """What is given for an argument; None for nothing."""
        given = next((one.value for one in node.arguments or () if one.name.value == name), None)
        if isinstance(given, VariableNode):
            return self._values.get(given.name.value)
        return _literal(given) if given else None
