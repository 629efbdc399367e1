"""However long the list, the number of statements is the same."""

from typing import Any

from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.conftest import Queries

LIST = """query($n: Int) { myApplications(first: $n) { edges { node {
  number label service { title issuer { name } } applicant { nik } answers
  tasks { state step { title agency { name } } agency { name } application { number } findings { message } }
  documents { document { url } } findings { agency { name } } progress { answered }
  events { edges { node { text actor } } } permit { code } } } } }"""
QUEUE = """query($n: Int) { tasks(first: $n) { edges { node {
  state step { title } application { number answers applicant { name nik } documents { document { name } } } } } } }"""


async def statements(api: Api, queries: Queries, query: str, token: str, first: int) -> int:
    queries.forget()
    answer = await api.data(query, {"n": first}, token)
    (connection,) = answer.values()
    assert len(connection["edges"]) == first
    return queries.count


async def test_a_list_costs_a_fixed_number_of_statements(api: Api, queries: Queries) -> None:
    case = Case(api)
    for _ in range(6):
        await case.sent()
    citizen, officer = await case.token(CITIZEN), await case.token("bapenda")
    for query, token, most in ((LIST, citizen, 14), (QUEUE, officer, 11)):
        for first in (1, 6):
            assert await statements(api, queries, query, token, first) <= most, queries.statements


async def test_pages_follow_one_another_without_gap(api: Api) -> None:
    case = Case(api)
    sent = [(await case.sent()).number for _ in range(5)]
    token = await case.token(CITIZEN)
    query = """query($after: String) { myApplications(first: 2, after: $after) {
      edges { node { number } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    seen: list[str] = []
    page: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
    while page["hasNextPage"]:
        answer = (await api.data(query, {"after": page["endCursor"]}, token))["myApplications"]
        seen += [edge["node"]["number"] for edge in answer["edges"]]
        page = answer["pageInfo"]
    assert seen == sent[::-1]
    events = """query($id: ID!, $after: String) { application(id: $id) { events(first: 1, after: $after) {
      edges { node { kind } cursor } pageInfo { hasNextPage } } } }"""
    await case.decide("tax", "bapenda")
    first = (await api.data(events, {"id": case.id}, token))["application"]["events"]
    assert first["pageInfo"]["hasNextPage"]
    after = {"id": case.id, "after": first["edges"][0]["cursor"]}
    assert (await api.data(events, after, token))["application"]["events"]["edges"][0]["node"][
        "kind"
    ] == "decided"
