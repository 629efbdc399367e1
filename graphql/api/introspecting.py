"""What the contract costs when it tells of itself: counted on the schema, field by field."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import cast

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    get_named_type,
    is_list_type,
    is_type,
)

from api.errors import TooLarge

ROOTS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}

Written = Callable[[SelectionSetNode], Iterable[FieldNode]]
"""The fields of a selection, its fragments written out."""


class Introspection:
    """Counts what a schema would tell: of a type, what is asked of it in one place is counted once.

    Counting looks at no more than `most` fields; `looked` says at how many it did.
    """

    def __init__(self, schema: GraphQLSchema, written: Written, *, most: int) -> None:
        self._schema = schema
        self._info = cast(GraphQLResolveInfo[None], SimpleNamespace(schema=schema))
        self._written = written
        self._most = most
        self._asked: dict[int, list[FieldNode]] = {}
        self._known: dict[tuple[int, int], int] = {}
        self.looked = self.told = 0

    def count(self, node: FieldNode, name: object) -> int:
        """How many fields `__schema`, or `__type` with this name, would answer; raises TooLarge."""
        root, told = ROOTS[node.name.value], cast(object, self._schema)
        if root is TypeMetaFieldDef:
            told = self._schema.get_type(name) if isinstance(name, str) else None
        fields = 1 + (self._thing(told, root, node.selection_set) if node.selection_set else 0)
        self.told += fields
        self._must_be_few(self.told)
        return fields

    def _thing(self, thing: object, field: GraphQLField, asked: SelectionSetNode) -> int:
        """What is asked of one thing that a field answers."""
        kind, key = get_named_type(field.type), (id(asked), id(thing))
        if thing is None or not isinstance(kind, GraphQLObjectType):
            return 0
        if key in self._known:
            return self._known[key]
        if id(asked) not in self._asked:
            self._asked[id(asked)] = list(self._written(asked))
        fields = self._asked[id(asked)]
        self.looked += len(fields)
        self._must_be_few(self.looked)
        count = len(fields) + sum(self._below(thing, node, kind) for node in fields if node.selection_set)
        if is_type(thing):  # only these last as long as the schema, so that nothing else takes their `id`
            self._known[key] = count
        return count

    def _below(self, thing: object, node: FieldNode, kind: GraphQLObjectType) -> int:
        """What is asked of all that a field of a thing answers."""
        field = kind.fields.get(node.name.value)
        if field is None or field.resolve is None or node.selection_set is None:
            return 0
        all_of_it = {"includeDeprecated": True} if "includeDeprecated" in field.args else {}
        found = field.resolve(thing, self._info, **all_of_it)
        nullable = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        things = (found or ()) if is_list_type(nullable) else (found,)
        return sum(self._thing(one, field, node.selection_set) for one in things)

    def _must_be_few(self, fields: int) -> None:
        if fields > self._most:
            raise TooLarge(f"The query asks for more than {self._most} fields of the contract itself.")
