"""However long the list, the number of statements is the same."""

from typing import Any

from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.conftest import Queries

LIST = """query($n: Int) { myApplications(first: $n) { edges { node {
  number label sent citizenDueAt usuallyBy service { title issuer { name } registers { name } }
  applicant { nik } answers
  tasks { state hands lane amount checkOutcome checkDetail visitDeclined claimedBy { name } colleagues { name }
    decidedByKind step { title bill { amountOf } agency { name } } agency { name } application { number }
    findings { message } documents { document { url } } }
  documents { document { url } } findings { agency { name } } progress { answered }
  bills { number agency { name } } registerQuestions { purpose } reference { number } deemedBasis
  objectionUntil objection { text agency { name } application { number } }
  events { edges { node { text actor actorKind } } } permit { code } } } } }"""
QUEUE = """query($n: Int) { tasks(first: $n) { edges { node {
  state hands step { title } claimedBy { username } claimedUntil colleagues { username }
  documents { document { url } } checkDetail visitDeclined
  application { number sent answers bills { amount } applicant { name nik } documents { document { name } } } } } } }"""

OBJECTIONS = """query($n: Int) { objections(first: $n) { edges { node {
  text agency { name } application { number service { title } tasks { reason step { title } } } } } } }"""


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
    for query, token, most in ((LIST, citizen, 20), (QUEUE, officer, 17)):
        for first in (1, 6):
            assert await statements(api, queries, query, token, first) <= most, queries.statements


async def test_refusals_cost_no_more_the_more_they_are(api: Api, queries: Queries) -> None:
    case = Case(api)
    for _ in range(4):
        await case.sent()
        await case.decide("tax", "bapenda", "REFUSE", reason="Titik ini tertutup untuk reklame.")
        objection = {"applicationId": case.id, "text": "Titik itu terbuka.", "idempotencyKey": case.id}
        await case.act("object", CITIZEN, objection)
    for query, account, most in ((LIST, CITIZEN, 23), (OBJECTIONS, "kadis-dpmptsp", 11)):
        token = await case.token(account)
        for first in (1, 4):
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
