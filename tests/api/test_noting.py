"""What an officer reads about a person leaves an entry in the access log; a new field has to say what it is."""

from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType, build_schema, get_named_type

from api.noting import NEUTRAL
from api.schema import printed, schema
from models.applications.operations.answering import Finding
from models.applications.states import Decision, Outcome
from models.kit.ids import public_id
from models.privacy.tables import AccessEntry
from tests.api.conftest import Api
from tests.app.web.desks import machine_says, submit_sample
from tests.story import Story

PERSONAL = {
    "Application": "answers applicant bills documents events findings permit reference registerQuestions statePayments",
    "Task": "amount checkDetail checkOutcome documents findings reason visitDeclined",
    "Objection": "reason text",
}
PAST_THE_LOG = {
    "Account": "one's own",
    "Document": "one's own, or noted by `node`",
    "DocumentUse": "one's own",
    "Permit": "noted by `node` and by who signs or revokes it",
    "PermitCheck": "public, masked",
    "Person": "one's own",
    "RegisterAnswer": "kept with the question, which the applicant reads",
    "SubmittedApplication": "the applicant's",
    "Tracking": "for whoever has the PIN; without names",
    "TransferOffer": "whose business a step is; nothing of the file before it is accepted",
    "Visit": "noted by `visits`",
    "WalletItem": "one's own",
}
"""Types about people that are reached past the applications, and what stands there instead."""
OF_NOBODY = """
Agency AgencyOf AgencyOfChoice ApplicationConnection ApplicationEdge AskableRegister BillTerms ChangedWallet Check
DeclinedTransfer DeemedApproval Delegation DocumentRequirement Elsewhere EndedDelegation Event Fee Mutation
ObjectionConnection ObjectionEdge Officer PageInfo Problem Problems Progress Query Register ReroutedTask Service
ServiceConnection ServiceEdge ServiceStandard Sight StateRevenueTerms Step TaskConnection TaskEdge
TransferOfferConnection TransferOfferEdge VisitDay
"""
"""Types in which nobody's file is read; an `Event` only as `Tracking` tells it."""
SCHEMA = build_schema(printed())
SHOWN = {
    "answers": "answers", "applicant": "applicant { name }",
    "documents": "documents { document { name } }", "events": "events { edges { node { text } } }",
    "findings": "findings { message }", "checkDetail": "tasks { checkDetail }",
    "checkOutcome": "tasks { checkOutcome }", "reason": "tasks { reason }",
    "findings of a task": "tasks { findings { message } }",
}  # fmt: skip
SILENT = (
    "id number state label submittedAt sent dueAt citizenDueAt usuallyBy progress { answered } deemedBasis"
    " objectionUntil objection { id } tasks { state hands openedAt dueAt decision decidedAt decidedBy lane visitAt }"
)


@pytest.mark.parametrize("name", NEUTRAL)
def test_every_field_says_whether_it_is_about_the_person(name: str) -> None:
    made = schema._schema.type_map[name]
    assert isinstance(made, GraphQLObjectType)
    personal = set(PERSONAL[name].split())
    assert set(made.fields) == NEUTRAL[name] | personal
    assert not NEUTRAL[name] & personal
    noted = {
        key for key, field in made.fields.items() if getattr(field.resolve, "__module__", "") == "api.noting"
    }
    assert noted == personal


def test_no_other_way_leads_to_somebodys_file() -> None:
    seen, left = set[str](), list[Any](filter(None, (SCHEMA.query_type, SCHEMA.mutation_type)))
    while left:
        here = left.pop()
        if isinstance(here, GraphQLUnionType):
            left += here.types
        elif isinstance(here, GraphQLInterfaceType):
            left += SCHEMA.get_possible_types(here)
        elif isinstance(here, GraphQLObjectType) and here.name not in seen:
            seen.add(here.name)
            left += [get_named_type(here.fields[name].type) for name in NEUTRAL.get(here.name, here.fields)]
    assert seen - set(OF_NOBODY.split()) - NEUTRAL.keys() == PAST_THE_LOG.keys()


async def test_each_look_leaves_its_entry_and_how_a_file_goes_leaves_none(api: Api, story: Story) -> None:
    sent = await submit_sample(story, "izin-reklame", "neon-box")
    await machine_says(story, sent.id, "tax-status", Outcome.MISMATCH, "arrears")
    wrong = Finding(("answers", "width"), "Lebar di foto tampak 3 meter.")
    await story.decide(sent.id, "tax-status", "bapenda", reason="Sudah dilunasi.")
    await story.decide(sent.id, "tax", "bapenda", Decision.RETURN, reason="Lihat temuan.", findings=[wrong])
    token = await api.token("bapenda")

    async def entries(selection: str) -> int:
        before = await AccessEntry.all().count()
        query = f"query($id: ID!) {{ application(id: $id) {{ {selection} }} }}"
        await api.data(query, {"id": public_id("application", sent.id)}, token)
        return await AccessEntry.all().count() - before

    assert await entries(SILENT) == 0
    assert {name: await entries(selection) for name, selection in SHOWN.items()} == dict.fromkeys(SHOWN, 1)
