"""Whatever stands where the contract takes text or a number, the answer says what is wrong with it.

The table is the contract itself: an argument that is added tomorrow is tried tomorrow.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import getitem
from typing import Any

import httpx2
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
)

from api.schema import schema
from models.kit.ids import random_code
from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.api.test_http import JSON_TYPE
from tests.api.wishes import every_mutation
from tests.outside import Outside

CONTRACT = schema._schema
LONG = "x" * 100_000
TEXTS = [LONG, "x" * 1_000, "🙂" * 5_000, "a\0b", "\ud800", ""]
NUMBERS = [0, -1, 2**31 - 1, 2**31, -(2**31), 2**53 - 1, 2**53, 2**63, -(2**63) - 1, 10**400, 0.5, 1e308]
DAYS = ["", LONG, "0001-01-01", "9999-12-31", "2026-02-30", "2026-12-01\0"]
MOMENTS = [*DAYS, *(f"{day}T00:00:00{zone}" for day in DAYS[2:5] for zone in ("Z", "+14:00", "-12:00"))]
TYPES: Mapping[str, tuple[object, Sequence[object]]] = {
    "String": ("x", TEXTS),
    "ID": ("task_x", TEXTS),
    "Int": (1, NUMBERS),
    "Rupiah": (1, NUMBERS),
    "Date": ("2026-12-01", DAYS),
    "DateTime": ("2026-12-01T08:00:00+07:00", MOMENTS),
    "JSON": ({}, [[], LONG, None, 7, {"\0": 1}, {LONG: 1}, {"": ""}]),
    "Boolean": (True, []),
}
"""For each scalar something that fits, and what may stand there all the same."""
Path = tuple[str | int, ...]


def fitting(kind: GraphQLInputType) -> Any:
    """Something that the contract lets stand there."""
    if isinstance(kind, GraphQLNonNull):
        return fitting(kind.of_type)
    if isinstance(kind, GraphQLList):
        return [fitting(kind.of_type)]
    if isinstance(kind, GraphQLInputObjectType):
        return {name: fitting(field.type) for name, field in kind.fields.items()}
    return next(iter(kind.values)) if isinstance(kind, GraphQLEnumType) else TYPES[kind.name][0]


def changes(kind: GraphQLInputType, value: Any) -> Iterator[tuple[Path, Any]]:
    """Every place in a value, each with all that is tried there."""
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    value = fitting(kind) if value is None else value
    if isinstance(kind, GraphQLList):
        yield from (((), []), ((), [value[0]] * 2_000))
        yield from within(0, changes(kind.of_type, value[0]), lambda changed: [changed, *value[1:]])
    elif isinstance(kind, GraphQLInputObjectType):
        for name, field in kind.fields.items():
            inside = changes(field.type, value.get(name))
            yield from within(name, inside, lambda changed, name=name: {**value, name: changed})  # type: ignore[misc]
    elif not isinstance(kind, GraphQLEnumType):
        yield from (((), bad) for bad in TYPES[kind.name][1])
        if isinstance(value, str) and kind.name in {"String", "ID"}:
            yield (), value + LONG
        if isinstance(value, dict):
            for name in value:
                for bad in [*TEXTS, *NUMBERS, None, [], {}, [LONG], {"\0": "\0"}]:
                    yield (name,), {**value, name: bad}


def leaves_out(change: tuple[Path, Any]) -> bool:
    """Whether a text or list is empty in it: often allowed."""
    path, whole = change
    return reduce(getitem, path, whole) in ("", [])


def within(
    step: str | int, inside: Iterator[tuple[Path, Any]], put: Callable[[Any], Any]
) -> Iterator[tuple[Path, Any]]:
    """The places of a part, as places of the whole."""
    return (((step, *path), put(changed)) for path, changed in inside)


async def answer(
    api: Api, name: str, kind: str, variables: Mapping[str, Any], token: str | None
) -> httpx2.Response:
    """The answer to one field with these arguments."""
    operation = {"query": CONTRACT.query_type, "mutation": CONTRACT.mutation_type}[kind]
    assert operation is not None
    arguments = operation.fields[name].args
    declared = ", ".join(f"${key}: {argument.type}" for key, argument in arguments.items())
    given = ", ".join(f"{key}: ${key}" for key in arguments)
    shown = "" if is_leaf_type(get_named_type(operation.fields[name].type)) else "{ __typename }"
    query = f"{kind}({declared}) {{ {name}({given}) {shown} }}"
    headers = {**JSON_TYPE, **({"Authorization": f"Bearer {token}"} if token else {})}
    body = json.dumps(
        {"query": query, "variables": variables}
    ).encode()  # escaped, so that all of it can be sent
    return await api.http.post("/graphql", content=body, headers=headers)


@dataclass
class Trial:
    """Asks one thing after another, and keeps what was not told as it should be."""

    api: Api
    caplog: pytest.LogCaptureFixture
    faults: list[object] = field(default_factory=list)

    async def is_done(self, kind: str, name: str, account: str | None, arguments: Mapping[str, Any]) -> bool:
        """Whether it was done; else what is wrong with it should have been said."""
        token = await self.api.token(account) if account else None
        response = await answer(self.api, name, kind, arguments, token)
        broken = any(record.levelno >= logging.ERROR for record in self.caplog.records)
        self.caplog.clear()
        if broken or "UNEXPECTED" in response.text or response.status_code not in {200, 400, 413}:
            self.faults.append((name, repr(arguments)[:400], response.text[:200]))
        return "errors" not in response.json() and "Problems" not in response.text


async def test_every_mutation_says_what_is_wrong_with_anything(
    api: Api, password: str, outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    trial = Trial(api, caplog)
    seen = set[str]()
    assert CONTRACT.mutation_type is not None
    async for wish in every_mutation(api, password, outside):
        kind = CONTRACT.mutation_type.fields[wish.field].args["input"].type
        done = []
        tried = sorted(changes(kind, wish.input), key=leaves_out)  # may be done, and nothing comes after that
        for path, changed in [*tried, ((), wish.input)]:
            keyed = "idempotencyKey" in wish.input and "idempotencyKey" not in path
            key = {"idempotencyKey": random_code()} if keyed else {}
            if await trial.is_done("mutation", wish.field, wish.account, {"input": {**changed, **key}}):
                done.append(path)
        assert done, wish
        seen.add(wish.field)
    assert trial.faults == []
    assert seen == set(CONTRACT.mutation_type.fields)


def with_arguments() -> dict[str, set[str]]:
    """The fields of each type that take arguments."""
    found: dict[str, set[str]] = {}
    for kind in CONTRACT.type_map.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not kind.name.startswith("__"):
            fields = {name for name, one in kind.fields.items() if one.args}
            found |= {kind.name: fields} if fields else {}
    return found


async def test_every_query_says_what_is_wrong_with_anything(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    trial = Trial(api, caplog)
    case = await Case(api).sent()
    task = await case.task("tax")
    fits: dict[str, dict[str, Any]] = {
        "node": {"id": case.id},
        "services": {"search": "reklame"},
        "service": {"slug": "izin-reklame"},
        "application": {"id": case.id},
        "myApplications": {},
        "tasks": {},
        "transferOffers": {},
        "task": {"id": task},
        "objections": {},
        "visits": {"date": "2026-12-01"},
        "permit": {"code": "K7"},
        "track": {"number": case.number, "pin": case.pin},
    }
    assert CONTRACT.query_type is not None
    assert set(fits) == with_arguments()["Query"]
    for name, arguments in fits.items():
        assert await trial.is_done("query", name, CITIZEN, arguments), name
        for account in (None, CITIZEN, "bapenda"):
            for key, argument in CONTRACT.query_type.fields[name].args.items():
                for _, changed in changes(argument.type, arguments.get(key)):
                    await trial.is_done("query", name, account, {**arguments, key: changed})
    assert trial.faults == []


async def test_what_is_asked_below_says_what_is_wrong_with_anything(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    case = await Case(api).sent()
    assert set(with_arguments()) == {"Query", "Mutation", "Application"}, "new ones are to be tried here"
    assert with_arguments()["Application"] == {"events"}
    query = """query($id: ID!, $first: Int, $after: String) {
      application(id: $id) { events(first: $first, after: $after) { edges { cursor } } } }"""
    tried: list[dict[str, Any]] = [{"first": number} for number in NUMBERS] + [
        {"after": text} for text in TEXTS
    ]
    for given in tried:
        body = json.dumps({"query": query, "variables": {"id": case.id, **given}}).encode()
        headers = {**JSON_TYPE, "Authorization": f"Bearer {await case.token(CITIZEN)}"}
        response = await api.http.post("/graphql", content=body, headers=headers)
        assert "UNEXPECTED" not in response.text, given
    assert not caplog.records


async def test_however_much_is_wrong_the_answer_stays_small(api: Api) -> None:
    case = Case(api)
    sent = await case.sent()
    paper = {"requirement": "site-photo", "documentId": "document_" + "0" * 32}
    names = {f"n{number}": 1 for number in range(5_000)}
    correction = {"applicationId": sent.id, "answers": {}, "documents": [paper] * 2_000}
    for operation, wish in (
        ("submit", await case.input(documents=[paper] * 2_000)),
        ("submit", await case.input(documents=[{**paper, "requirement": f"n{n}"} for n in range(2_000)])),
        ("submit", await case.input(answers=names)),
        ("correct", {**correction, "idempotencyKey": "k"}),
    ):
        told = await case.act(operation, CITIZEN, wish)
        assert told["__typename"] == "Problems"
        assert len(json.dumps(told)) < 10_000, operation
