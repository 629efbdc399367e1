"""How much one request may ask, and that what asks more is refused before anything costly looks at it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import strawberry.schema.schema as executor
from graphql import DocumentNode, Lexer, get_introspection_query, parse, validate
from hypothesis import given, settings
from hypothesis import strategies as st

from api import cost, introspecting, parsing, shape
from api.errors import TooLarge
from api.parsing import document_of, operation_of
from api.schema import schema
from tests.api.conftest import OPERATIONS, Api

CONTRACT = schema._schema
TOOLS = get_introspection_query(
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
    experimental_directive_deprecation=True,
    one_of=True,
)
"""What code generators and explorers ask first, with all that they can be told to ask."""
EXPLORER = Path(__file__).parents[2] / "static" / "graphiql.js"
READY_MADE = sorted(OPERATIONS.glob("*.graphql"))


def times(count: int, text: str, around: str = "{%s}") -> str:
    """The text so many times, `#` as the number."""
    return around % " ".join(text.replace("#", str(n)) for n in range(count))


def halving(levels: int) -> str:
    """A field that doubles with every fragment."""
    chain = [f"fragment A{n} on Account {{ ...A{n + 1} ...A{n + 1} }}" for n in range(levels)]
    return " ".join(["{ me { ...A0 } }", *chain, f"fragment A{levels} on Account {{ id }}"])


def deep(levels: int) -> str:
    """A query that goes from an application to its tasks and back again."""
    pair = levels // 2
    return "{ task(id: 1) " + "{ application { tasks " * pair + "{ id }" + " } }" * pair + " }"


CIRCLES = """{ __schema { types { fields { type { ...T ofType { ...T } } } } } }
fragment T on __Type { fields { type { ...U ofType { ...U ofType { ...U ofType { ...U } } } } } }
fragment U on __Type { name description kind
  fields { name description isDeprecated deprecationReason type { name kind description specifiedByURL }
    args { name description } } }"""
PAGES = """query($n: Int = 100) {
  myApplications(first: $n) { edges { node { events(first: $n) { edges { node { at } } } } } } }"""
TOO_LARGE = {
    "a name again and again": (times(140, "me{id}"), "more than 10 times"),
    "a name again and again, below": ("{me" + times(290, "id") + "}", "more than 10 times"),
    "more than are read": (times(490, "me{id}"), "tokens"),
    "more of an empty thing": (times(480, "services{x}"), "tokens"),
    "within what is the same": (
        times(9, "me{agency{name name name}agency{name name name}}"),
        "more than 10 times",
    ),
    "wide": (times(101, "f#"), "more than 100 fields"),
    "wide by fragments": (
        "{me{...A ...B}}"
        + times(60, "a#", "fragment A on Account{%s}")
        + times(60, "b#", "fragment B on Account{%s}"),
        "more than 100 fields",
    ),
    "aliases": (times(31, "a#: __typename"), "more than 30 aliases"),
    "aliases by fragments": (
        times(8, "f#{...A}") + times(4, "a#: id", "fragment A on Account{%s}"),
        "more than 30 aliases",
    ),
    "aliases of the contract": (
        "{__schema" + times(35, "a#:types{fields{args{name}}}") + "}",
        "more than 30 aliases",
    ),
    "deep": (deep(16), "15 levels deep"),
    "brackets": ("{" + "me{" * 100 + "id" + "}" * 101, "brackets"),
    "brackets of a list": ("{ me(a: " + "[" * 250 + "]" * 250 + ") { id } }", "brackets"),
    "doubled": (halving(30), "more than 10 times"),
    "a circle": ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "written out"),
    "a circle of fields": ("{me{...A}} fragment A on Account{agency{...A}}", "levels deep"),
    "a fragment that nobody spreads": (
        "{me{id}}" + times(120, "id", "fragment A on Account{%s}"),
        "more than 10 times",
    ),
    "a fragment under a name that is taken": (
        "{me{id}}" + times(120, "id", "fragment A on Account{%s}") + "fragment A on Account{id}",
        "more than 10 times",
    ),
    "an operation that is not meant": ("query A{me{id}}" + times(120, "me{id}", "query B{%s}"), "10 times"),
    "lists in lists": (PAGES, "could cost"),
    "all of the contract, more than once": (
        times(28, "a#: __schema{types{fields{name args{name type{name}}}}}"),
        "fields of the contract",
    ),
    "the contract in circles": (
        CIRCLES,
        "fields of the contract",
    ),
    "long": ("{ me { id } } #" + "x" * 20_000, "characters"),
}


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[DocumentNode]:
    """The documents that validation has looked at."""
    seen: list[DocumentNode] = []

    def spy(contract: Any, document: DocumentNode, *rules: Any) -> Any:
        seen.append(document)
        return validate(contract, document, *rules)

    monkeypatch.setattr(executor, "validate", spy)
    return seen


async def test_what_is_small_is_validated(api: Api, validated: list[DocumentNode]) -> None:
    query = "{ me { id, name } } # nobody has asked this before"
    assert await api.data(query) == {"me": None}
    assert len(validated) == 1


async def test_what_is_too_large_is_never_validated(api: Api, validated: list[DocumentNode]) -> None:
    for kind, (query, part) in TOO_LARGE.items():
        name = "A" if query.startswith("query A") else None
        answer = (await api.post({"query": query, "operationName": name})).json()
        assert set(answer) == {"errors"}, kind
        (error,) = answer["errors"]
        assert (error["extensions"], part in error["message"]) == ({"code": "TOO_LARGE"}, True), (kind, error)
        assert validated == [], kind


@pytest.mark.parametrize("query", [query for query, _ in TOO_LARGE.values()], ids=TOO_LARGE)
def test_judging_looks_at_no_more_than_it_allows(monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    looked = {"tokens": 0, "selections": 0, "fields told": 0}
    count, inside = shape._Judge._count, introspecting.Introspection._below

    class Counted(Lexer):
        def advance(self) -> Any:
            looked["tokens"] += 1
            return super().advance()

    def counted(*given: Any) -> None:
        looked["selections"] += 1
        count(*given)

    def told(*given: Any) -> int:
        looked["fields told"] += 1
        return inside(*given)

    monkeypatch.setattr(parsing, "Lexer", Counted)
    monkeypatch.setattr(shape._Judge, "_count", counted)
    monkeypatch.setattr(introspecting.Introspection, "_below", told)
    with pytest.raises(TooLarge):
        judge(document_of.__wrapped__(query))
    assert looked["tokens"] <= parsing.MAX_TOKENS + 1
    assert looked["selections"] <= shape.MAX_SELECTIONS + 1
    assert looked["fields told"] <= cost.MAX_TOLD


def judge(document: DocumentNode, **variables: Any) -> int:
    """What a door does before validation; answers the cost."""
    shape.judge(document)
    operation = operation_of(document, None)
    return cost.judge(operation, document, CONTRACT, variables) if operation else 0


def comparisons(document: DocumentNode, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often validation compares two fields."""
    rule = "graphql.validation.rules.overlapping_fields_can_be_merged"
    made = 0

    def counted(compare: Callable[..., Any]) -> Callable[..., Any]:
        def spy(*given: Any) -> Any:
            nonlocal made
            made += 1
            return compare(*given)

        return spy

    module = __import__(rule, fromlist=["find_conflict"])
    with monkeypatch.context() as patched:
        patched.setattr(module, "find_conflict", counted(module.find_conflict))
        validate(CONTRACT, document)
    return made


def asked(name: str, inside: list[str], count: int) -> str:
    """The same thing so many times over."""
    return f"{name} {{ {' '.join(inside)} }} " * count


nested = st.recursive(
    st.sampled_from(["id", "name", "...F", "...G"]),
    lambda inner: st.builds(
        asked,
        st.sampled_from(["me", "agency", "a: me", "... on Account"]),
        st.lists(inner, min_size=1, max_size=4),
        st.integers(1, 10),
    ),
    max_leaves=12,
)


@settings(max_examples=100)
@given(nested, nested, nested)
def test_what_is_allowed_makes_few_comparisons(query: str, f: str, g: str) -> None:
    document = parse(f"{{{query}}} fragment F on Account {{{f}}} fragment G on Query {{{g}}}")
    try:
        judge(document)
    except TooLarge:
        return
    with pytest.MonkeyPatch.context() as patched:
        assert comparisons(document, patched) <= shape.MAX_SELECTIONS * shape.MAX_REPEATED


def test_fragments_that_do_not_know_of_one_another_may_ask_the_same() -> None:
    fragments = times(8, "fragment F# on Account { __typename id name }", "%s")
    document = document_of("{ me { id " + times(8, "...F#", "%s") + " } } " + fragments)
    assert judge(document) == 1 + 1 + 8 * 3
    assert validate(CONTRACT, document) == []


async def test_the_ready_made_operations_are_far_from_every_limit() -> None:
    assert len(READY_MADE) > 20
    for path in READY_MADE:
        text = path.read_text()
        document = document_of(text)
        assert len(text) < parsing.MAX_LENGTH / 2
        assert shape.judge(document) < shape.MAX_SELECTIONS / 2, path
        assert judge(document) < cost.MAX_COST * 0.6, path


async def test_tools_may_read_the_whole_contract(api: Api) -> None:
    explorer = EXPLORER.read_text().partition("const CONTRACT = `")[2].partition("`;")[0]
    for query in (TOOLS, get_introspection_query(), explorer):
        answer = await api.data(query)
        assert len(answer["__schema"]["types"]) > 100


def values(answer: object) -> int:
    """How many fields an answer has."""
    if isinstance(answer, dict):
        return sum(1 + values(value) for value in answer.values())
    return sum(map(values, answer)) if isinstance(answer, list) else 0


@pytest.mark.parametrize(
    "query",
    [
        TOOLS,
        '{ __type(name: "Application") { name fields { type { name ofType { fields { name args { name } } } } } } }',
        'query($t: String! = "Node") { __type(name: $t) { possibleTypes { ...F } } } fragment F on __Type { name }',
        '{ __type(name: "Nothing") { name } __schema { directives { args { name } } queryType { name } } }',
    ],
)
def test_what_the_contract_tells_is_counted_exactly(query: str) -> None:
    document = document_of(query)
    operation = operation_of(document, None)
    assert operation is not None
    ruler = cost._Ruler(document, CONTRACT, cost._values(operation, {}))
    ruler.selection(operation.selection_set, CONTRACT.query_type)
    assert ruler._introspection.told == values(schema.execute_sync(query).data)


def test_variables_count_and_so_do_their_defaults() -> None:
    document = document_of(PAGES)
    with pytest.raises(TooLarge):
        judge(document)
    assert judge(document, n=10) < judge(document, n=20) < cost.MAX_COST
    assert judge(document, n=None) == judge(document, n=20), "null is what is not said"


@pytest.mark.parametrize("value", ["x", 1.5, True, [], {}, 10**30, -1])
def test_a_variable_of_any_kind_is_judged(value: object) -> None:
    query = "query($n: Int!) { services(first: $n) { edges { cursor } } __type(name: $n) { name } }"
    judge(document_of(query), n=value)


TWO = """mutation B { withdrawApplication(input: {applicationId: "x", idempotencyKey: "1"}) { __typename } }
query A { __typename }"""


async def test_a_request_says_which_operation_is_meant(api: Api) -> None:
    for query, name in (
        (TWO, None),
        (TWO, ""),
        (TWO, "C"),
        ("query A { __typename } query B { __typename }", None),
        ("{ __typename } query B { __typename }", None),
        ("{ __typename }", "A"),
        ("fragment F on Account { id }", None),
        ("fragment F on Account { id }", "F"),
    ):
        asked = {"query": query} | ({} if name is None else {"operationName": name})
        for response in (await api.post(asked), await api.http.get("/graphql", params=asked)):
            assert response.status_code == 400
            (error,) = response.json()["errors"]
            assert error["extensions"] == {"code": "INVALID"}, error
            assert "operation" in error["message"]


async def test_of_several_operations_the_named_one_runs(api: Api) -> None:
    answer = (await api.post({"query": TWO, "operationName": "A"})).json()
    assert answer == {"data": {"__typename": "Query"}}
    answer = (await api.post({"query": TWO, "operationName": "B"})).json()
    assert answer == {"data": {"withdrawApplication": {"__typename": "Problems"}}}
    response = await api.http.get("/graphql", params={"query": TWO, "operationName": "B"})
    assert response.status_code == 405


async def test_a_number_that_no_machine_reads_is_too_large(api: Api) -> None:
    answer = await api.ask(f"{{ services(first: {'9' * 5_000}) {{ edges {{ cursor }} }} }}")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["TOO_LARGE"]
