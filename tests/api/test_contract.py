"""What is published: the settled core is in it, every name is described, and the documents fit."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    is_specified_scalar_type,
    parse,
    validate,
)
from graphql.type import is_introspection_type

from api.schema import printed

HERE = Path(__file__).parent
OPERATIONS = sorted((HERE.parents[1] / "graphql" / "operations").glob("*.graphql"))


@pytest.fixture(scope="module")
def ours() -> GraphQLSchema:
    return build_schema(printed())


@pytest.fixture(scope="module")
def core() -> GraphQLSchema:
    text = (HERE / "contract.graphql").read_text()
    for name in ("Service", "Application", "Task", "Event"):
        text += f"\ntype {name}Edge {{ node: {name}! cursor: String! }}"
        text += f"\ntype {name}Connection {{ edges: [{name}Edge!]! pageInfo: PageInfo! }}"
    return build_schema(
        text + "\ntype Account { id: ID! }\ntype ServiceStandard { fee: String! }\ntype Fee { text: String! }"
    )


def signatures(type: GraphQLNamedType) -> set[str]:
    """Everything that clients rely on, a line each."""
    if isinstance(type, GraphQLEnumType):
        return {f"{type.name}.{value}" for value in type.values}
    if isinstance(type, GraphQLUnionType):
        return {f"{type.name} = {member.name}" for member in type.types}
    if isinstance(type, GraphQLInputObjectType):
        return {f"{type.name}.{name}: {f.type} = {f.default_value!r}" for name, f in type.fields.items()}
    if isinstance(type, GraphQLObjectType | GraphQLInterfaceType):
        fields = {f"{type.name}.{name}: {field.type}" for name, field in type.fields.items()}
        arguments = {
            f"{type.name}.{name}({key}: {argument.type} = {argument.default_value!r})"
            for name, field in type.fields.items()
            for key, argument in field.args.items()
        }
        return fields | arguments | {f"{type.name} is {interface.name}" for interface in type.interfaces}
    return {type.name}


def test_the_settled_core_is_published(ours: GraphQLSchema, core: GraphQLSchema) -> None:
    def settled(schema: GraphQLSchema) -> set[str]:
        return {line for named in schema.type_map.values() for line in signatures(named)}

    assert settled(core) - settled(ours) == set()


def test_every_name_is_described(ours: GraphQLSchema) -> None:
    bare = []
    for named in ours.type_map.values():
        if is_introspection_type(named) or is_specified_scalar_type(named):
            continue
        bare += [] if named.description else [named.name]
        if isinstance(named, GraphQLEnumType):
            bare += [f"{named.name}.{name}" for name, value in named.values.items() if not value.description]
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            bare += [f"{named.name}.{name}" for name, field in named.fields.items() if not field.description]
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            bare += [
                f"{named.name}.{name}({key}:)"
                for name, field in named.fields.items()
                for key, argument in field.args.items()
                if not argument.description
            ]
    assert bare == []


def test_the_published_file_is_what_the_code_says(root: Path) -> None:
    assert (root / "graphql" / "schema.graphql").read_text() == printed()


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.stem)
def test_the_published_documents_fit(path: Path, ours: GraphQLSchema) -> None:
    assert validate(ours, parse(path.read_text())) == []
