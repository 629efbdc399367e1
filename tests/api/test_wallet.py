"""Once-only by the API: what is known, what need not be given, and what is refused."""

from typing import Any

import pytest

from models.applications.operations.submitting import SubmittedApplication
from models.calendar.workflow import months_after
from models.kit.ids import public_id, random_code
from tests.api.conftest import Api
from tests.api.people import CITIZEN, NEIGHBOUR
from tests.clock import day_of
from tests.conftest import Queries
from tests.story import USAHA, Story
from tests.wallet import FUEL, SKU, attached, mill, sent_back, statement_issued

FIRST = """mutation($input: SubmitApplicationInput!) { submitApplication(input: $input) {
  ... on SubmittedApplication { application { documents { requirement document { id name } } } }
  ... on Problems { problems { code path } } } }"""


@pytest.fixture
async def seller(api: Api, story: Story) -> str:
    """The token of somebody who holds a Surat Keterangan Usaha."""
    await statement_issued(story)
    return await api.token(CITIZEN)


async def apply(api: Api, token: str, service: str, answers: object, **papers: str) -> Any:
    documents = [
        {"requirement": key.replace("_", "-"), "documentId": document} for key, document in papers.items()
    ]
    whole = {"service": service, "answers": answers, "documents": documents}
    variables = {"input": {**whole, "idempotencyKey": random_code()}}
    return (await api.data(FIRST, variables, token))["submitApplication"]


async def wallet(api: Api, token: str | None) -> dict[str, dict[str, Any]]:
    data = await api.run("my-wallet", {"service": SKU}, token)
    return {item["kind"]: item for item in data["myWallet"]}


async def test_the_wallet_tells_what_need_not_be_given_and_where_it_was_used(api: Api, seller: str) -> None:
    items = await wallet(api, seller)
    assert set(items) == {SKU, "business-photo"}
    statement = items[SKU]
    until = months_after(day_of(api.regency.now()), 6)
    assert (statement["issued"], statement["expiresOn"]) == (True, until.isoformat())
    assert statement["document"]["mediaType"] == "application/pdf"
    assert (await api.file(statement["document"]["url"], seller)).content.startswith(b"%PDF")
    (use,) = items["business-photo"]["uses"]
    assert (use["service"], use["purpose"]) == ("Surat Keterangan Usaha", None)


async def test_what_we_issued_is_added_without_being_given(api: Api, seller: str) -> None:
    photo, nib = [await api.upload(seller) for _ in range(2)]
    sent = await apply(api, seller, FUEL, mill(), equipment_photo=photo, nib=nib)
    given = {row["requirement"]: row["document"] for row in sent["application"]["documents"]}
    assert given["business-statement"]["name"] == f"001-SKU-{day_of(api.regency.now()).year}.pdf"
    (use,) = (await wallet(api, seller))[SKU]["uses"]
    assert use["purpose"].startswith(
        "Ditambahkan sendiri karena terbit dari sini: syarat “Surat Keterangan Usaha”"
    )


async def test_giving_a_wallet_document_is_agreeing(api: Api, seller: str) -> None:
    photo = (await wallet(api, seller))["business-photo"]["document"]["id"]
    sent = await apply(api, seller, SKU, USAHA, business_photo=photo)
    assert [row["document"]["id"] for row in sent["application"]["documents"]] == [photo]
    uses = (await wallet(api, seller))["business-photo"]["uses"]
    assert [use["purpose"] is None for use in uses] == [False, True]


async def test_another_kind_or_a_withdrawn_one_is_refused_at_its_requirement(api: Api, seller: str) -> None:
    items = await wallet(api, seller)
    photo, statement = items["business-photo"], items[SKU]
    wrong = await apply(api, seller, SKU, USAHA, business_photo=statement["document"]["id"])
    refused = {"code": "INVALID", "path": ["documents", "business-photo"]}
    assert refused in wrong["problems"]
    assert set(await withdraw(api, seller, photo["id"])) == {SKU}
    assert set(await withdraw(api, seller, photo["id"])) == {SKU}, "again is nothing anew"
    gone = await apply(api, seller, SKU, USAHA, business_photo=photo["document"]["id"])
    assert gone == {"problems": [refused]}


async def correct(api: Api, token: str, sent: SubmittedApplication, document: str) -> dict[str, Any]:
    whole = {
        "applicationId": public_id("application", sent.id),
        "answers": {},
        "documents": [{"requirement": "business-photo", "documentId": document}],
        "idempotencyKey": random_code(),
    }
    answer: dict[str, Any] = (await api.run("correct", {"input": whole}, token))["correctApplication"]
    return answer


async def test_a_correction_takes_a_wallet_document_as_an_application_does(
    api: Api, seller: str, story: Story
) -> None:
    items = await wallet(api, seller)
    mine, statement = items["business-photo"]["document"]["id"], items[SKU]["document"]["id"]
    sent = await sent_back(story)
    theirs = await api.upload(await api.token(NEIGHBOUR))
    sent_first = public_id("document", (await attached(sent.id))["business-photo"])
    for document, code in (
        (theirs, "NOT_FOUND"),
        ("document_x", "NOT_FOUND"),
        (statement, "INVALID"),
        (sent_first, "INVALID"),
    ):
        problems = (await correct(api, seller, sent, document))["problems"]
        assert (code, ["documents", "business-photo"]) in [(one["code"], one["path"]) for one in problems]
    assert (await correct(api, seller, sent, mine))["state"] == "IN_PROGRESS"
    newest, *_ = (await wallet(api, seller))["business-photo"]["uses"]
    assert (newest["number"], newest["purpose"].split(" dalam")[0]) == (
        sent.number,
        "Memenuhi syarat “Foto tempat usaha”",
    )


WITHDRAW = """mutation($id: ID!) { withdrawWalletItem(input: { itemId: $id }) {
  ... on ChangedWallet { items { kind } } ... on Problems { problems { code path } } } }"""


async def withdraw(api: Api, token: str | None, id: str) -> list[str]:
    answer = (await api.data(WITHDRAW, {"id": id}, token))["withdrawWalletItem"]
    return [item["kind"] for item in answer["items"]]


async def test_nobody_else_sees_takes_or_withdraws_it(api: Api, seller: str) -> None:
    item = (await wallet(api, seller))["business-photo"]
    neighbour, officer = await api.token(NEIGHBOUR), await api.token("desa-ngargoretno")
    for token in (neighbour, officer, None):
        data = await api.run("my-wallet", {"service": SKU}, token)
        assert (data["myWallet"], data["service"]["prefill"]) == ([], {} if token == neighbour else None)
    for stranger, code in ((neighbour, "NOT_FOUND"), (officer, "NOT_FOUND"), (None, "NOT_ALLOWED")):
        for id in (item["id"], item["document"]["id"], "wallet_x"):
            answer = (await api.data(WITHDRAW, {"id": id}, stranger))["withdrawWalletItem"]
            assert [problem["code"] for problem in answer["problems"]] == [code]
    assert "business-photo" in await wallet(api, seller)
    taken = await apply(api, neighbour, SKU, USAHA, business_photo=item["document"]["id"])
    assert taken == {"problems": [{"code": "NOT_FOUND", "path": ["documents", "business-photo"]}]}


async def test_what_is_known_is_offered_for_a_form(api: Api, seller: str) -> None:
    data = await api.run("my-wallet", {"service": SKU}, seller)
    known = data["service"]["prefill"]
    assert known == {name: USAHA[name] for name in known}
    assert {"business_name", "since"} <= set(known)
    assert "purpose" not in known


async def test_lists_cost_a_fixed_number_of_statements(
    api: Api, seller: str, story: Story, queries: Queries
) -> None:
    known = "query($n: Int) { services(first: $n) { edges { node { slug prefill } } } }"
    for query, most in (("{ myWallet { kind uses { number } } }", 3), (known, 7)):
        counts = []
        for first in (1, 8):
            queries.forget()
            await api.data(query, {"n": first} if "$n" in query else {}, seller)
            counts.append(queries.count)
            if "myWallet" in query:
                await statement_issued(story)
        assert max(counts) <= most, counts
