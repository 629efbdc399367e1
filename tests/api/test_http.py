"""GraphQL over HTTP: what is taken, what is refused, and how it is said."""

import json
import logging
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from api import app as door
from models.kit.regency import Regency
from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case

SPEC = {"Accept": "application/graphql-response+json"}
JSON_TYPE = {"Content-Type": "application/json"}


def code(response: httpx2.Response) -> str:
    """The code of the one error of an answer without data."""
    body = response.json()
    assert set(body) == {"errors"}, body
    (error,) = body["errors"]
    assert error["message"]
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b"", 400, "INVALID"),
        (b"{", 400, "INVALID"),
        (b"\xff\xfe", 400, "INVALID"),
        (b"null", 400, "INVALID"),
        (b'[{"query": "{ __typename }"}]', 400, "INVALID"),
        (b"{}", 400, "REQUIRED"),
        (b'{"query": ""}', 400, "REQUIRED"),
        (b'{"query": 5}', 400, "INVALID"),
        (b'{"query": "{ __typename }", "variables": []}', 400, "INVALID"),
        (b'{"query": "{ __typename }", "variables": {"a": NaN}}', 400, "INVALID"),
        (b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}', 400, "INVALID"),
        (b'{"query": "{ __typename }", "variables": {"a": %s}}' % (b"9" * 5000), 400, "INVALID"),
        (b'{"query": "{ __typename }", "operationName": {}}', 400, "INVALID"),
        (b'{"query": "{ __typename }", "operationName": "Other"}', 400, "INVALID"),
        (b"[" * 30_000, 400, "INVALID"),
        (b" " * 40_000, 413, "TOO_LARGE"),
    ],
)
async def test_a_body_that_cannot_be_understood(api: Api, body: bytes, status: int, expected: str) -> None:
    response = await api.http.post("/graphql", content=body, headers=JSON_TYPE)
    assert (response.status_code, code(response)) == (status, expected)


async def test_a_body_without_a_length_is_counted_as_it_comes(api: Api) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 64 * 1024

    response = await api.http.post("/graphql", content=endless(), headers=JSON_TYPE)
    assert (response.status_code, code(response)) == (413, "TOO_LARGE")


async def test_only_json_is_taken(api: Api) -> None:
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        response = await api.http.post("/graphql", content=b"{}", headers={"Content-Type": kind})
        assert (response.status_code, code(response)) == (415, "UNSUPPORTED_TYPE")
    response = await api.http.put("/graphql", content=b"{}", headers=JSON_TYPE)
    assert (response.status_code, code(response), response.headers["allow"]) == (
        405,
        "NOT_ALLOWED",
        "GET, POST",
    )


async def test_text_in_another_charset_is_refused_as_everything_else_is(api: Api) -> None:
    content = json.dumps({"query": "{ __typename }"}).encode("utf-16")
    headers = {"Content-Type": "application/json; charset=utf-16"}
    response = await api.http.post("/graphql", content=content, headers=headers)
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_TYPE")


async def test_a_query_may_come_by_get_a_mutation_and_a_pin_may_not(api: Api) -> None:
    response = await api.http.get("/graphql", params={"query": "{ services(first: 1) { edges { cursor } } }"})
    assert (response.status_code, len(response.json()["data"]["services"]["edges"])) == (200, 1)
    mutation = 'mutation { signPermit(input: {taskId: "task_1", idempotencyKey: "k"}) { __typename } }'
    response = await api.http.get("/graphql", params={"query": mutation})
    assert (response.status_code, code(response), response.headers["allow"]) == (405, "NOT_ALLOWED", "POST")
    query = '{ track(number: "RKL-2611-7F3K9", pin: "123456") { state } }'
    answer = (await api.http.get("/graphql", params={"query": query})).json()
    assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == ({"track": None}, "NOT_ALLOWED")
    response = await api.http.get("/graphql", params={"query": "{ __typename }", "variables": "{"})
    assert (response.status_code, code(response)) == (400, "INVALID")


async def test_who_asks_is_in_the_header_and_nowhere_else(api: Api) -> None:
    me = "{ me { kind name agency { code } person { nik phone } } }"
    officer = {
        "kind": "OFFICER",
        "name": "Endang Contoh, S.E.",
        "agency": {"code": "bapenda"},
        "person": None,
    }
    assert await api.data(me, token=await api.token("bapenda")) == {"me": officer}
    citizen = (await api.data(me, token=await api.token(CITIZEN)))["me"]
    assert citizen["person"] == {"nik": "9908014107840001", "phone": CITIZEN}
    for header in ("Bearer nonsense", "Bearer", "Basic YTpi", ""):
        response = await api.post({"query": me}, Authorization=header)
        assert (response.status_code, code(response)) == (401, "NOT_ALLOWED")
        assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_answers_follow_the_specification_when_asked_to(api: Api) -> None:
    wrong = {"query": "{ nothing }"}
    plain, spec = await api.post(wrong), await api.post(wrong, **SPEC)
    assert (plain.status_code, plain.headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert (spec.status_code, spec.headers["content-type"].partition(";")[0]) == (400, SPEC["Accept"])
    assert plain.json() == spec.json()
    assert set(plain.json()) == {"errors"}
    right = await api.post({"query": "{ me { id } }"}, **SPEC)
    assert (right.status_code, right.json()) == (200, {"data": {"me": None}})
    assert right.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("account", "field", "arguments"),
    [
        (None, "services", "first: 101"),
        (None, "services", "first: 0"),
        (None, "services", 'after: "nonsense"'),
        (None, "myApplications", 'after: "WyJhIiwiYiJd"'),
        (CITIZEN, "myApplications", "first: 101"),
        ("bapenda", "tasks", 'after: "WyJhIiwiYiJd"'),
        ("bapenda", "tasks", "first: -1"),
    ],
)
async def test_a_page_that_cannot_be(api: Api, account: str | None, field: str, arguments: str) -> None:
    token = await api.token(account) if account else None
    answer = await api.ask(f"{{ {field}({arguments}) {{ edges {{ cursor }} }} }}", token=token)
    assert answer["data"] is None
    (error,) = answer["errors"]
    assert (error["path"], error["extensions"]["code"]) == ([field], "INVALID")
    argument = arguments.partition(":")[0]
    assert [problem["path"] for problem in error["extensions"]["problems"]] == [[argument]]


async def test_a_number_beyond_all_bounds_is_no_int(api: Api) -> None:
    answer = await api.ask("query($n: Int) { services(first: $n) { edges { cursor } } }", {"n": 10**30})
    assert set(answer) == {"errors"}
    assert "Int cannot represent" in answer["errors"][0]["message"]


async def test_what_cannot_be_stored_is_found_nowhere(api: Api) -> None:
    query = """query($t: String!, $i: ID!) { service(slug: $t) { id } permit(code: $t) { number }
      services(search: $t) { edges { cursor } } node(id: $i) { id } track(number: $t, pin: $t) { state } }"""
    assert await api.data(query, {"t": "a\0b", "i": "task_\0"}) == {
        "service": None,
        "permit": None,
        "services": {"edges": []},
        "node": None,
        "track": None,
    }


async def test_what_cannot_be_stored_is_refused_where_it_stands(api: Api) -> None:
    case = Case(api)
    whole = await case.input()
    answer = await case.submit(answers={**whole["answers"], "text": "a\0b"}, idempotencyKey="\0")
    assert [(p["code"], p["path"]) for p in answer["problems"]] == [
        ("INVALID", ["answers", "text"]),
        ("INVALID", ["idempotencyKey"]),
    ]


@pytest.mark.parametrize(
    "answers", [[], "text", 7, None, {"width": 10**400}, {"sides": 1e300}, {"kind": {"a": []}}]
)
async def test_answers_of_any_shape_get_an_answer(api: Api, answers: object) -> None:
    case = Case(api)
    body = {
        "query": "mutation($i: SubmitApplicationInput!) { submitApplication(input: $i) { __typename } }",
        "variables": {"i": await case.input(answers=answers)},
    }
    response = await api.post(body, await case.token(CITIZEN))
    assert response.status_code == 200
    assert "submitApplication" in response.text or answers is None
    assert "UNEXPECTED" not in response.text


async def test_json_has_a_bottom(api: Api) -> None:
    case = Case(api)
    bottomless = json.loads("[" * 40 + "]" * 40)
    query = "mutation($i: SubmitApplicationInput!) { submitApplication(input: $i) { __typename } }"
    variables = {"i": await case.input(answers={"text": bottomless})}
    answer = await api.ask(query, variables, await case.token(CITIZEN))
    assert "32 levels" in answer["errors"][0]["message"]


async def test_our_own_mistakes_show_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "9908014107840001"

    async def fails(*_: object, **__: object) -> None:
        raise LookupError(secret)

    monkeypatch.setattr("api.permits.queries.permit_check", fails)
    with caplog.at_level(logging.ERROR):
        answer = await api.ask('{ permit(code: "K7") { number } }')
    assert answer == {
        "data": {"permit": None},
        "errors": [
            {
                "message": "Terjadi kesalahan di pihak kami. Coba lagi sebentar lagi.",
                "locations": [{"line": 1, "column": 3}],
                "path": ["permit"],
                "extensions": {"code": "UNEXPECTED"},
            }
        ],
    }
    assert "LookupError" in caplog.text
    assert secret not in caplog.text


async def test_the_explorer_is_local_and_asks_nobody_else(api: Api, regency: Regency) -> None:
    page = await api.http.get("/graphql", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "//" not in page.text.replace("<!doctype html>", "")
    for part in ("js", "css"):
        asset = await api.http.get(f"/static/-/graphiql.{part}")
        assert (asset.status_code, f"/static/-/graphiql.{part}" in page.text) == (200, True)
    production = Starlette(routes=[Route("/graphql", door.graphql_app(regency, local=False))])
    transport = httpx2.ASGITransport(app=production)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
        response = await http.get("/graphql", headers={"Accept": "text/html"})
    assert (response.status_code, code(response)) == (400, "REQUIRED")
