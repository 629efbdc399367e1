"""`usuallyBy`: known from twenty finished applications on, for the applicant and by number and PIN."""

from models.kit.transactions import rows_of
from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.clock import BEGINS, TODAY
from tests.conftest import Queries

_PACE = """
INSERT INTO service_pace (id, service_id, finished, agency_minutes, citizen_minutes, computed_at)
SELECT gen_random_uuid(), id, $1, 450, 900, $2 FROM service WHERE slug = 'izin-reklame'
ON CONFLICT (service_id) DO UPDATE SET finished = $1
"""
_MINE = "{ myApplications(first: 5) { edges { node { usuallyBy dueAt } } } }"


async def asked(case: Case) -> list[str | None]:
    token = await case.token(CITIZEN)
    mine = (await case.api.data(_MINE, token=token))["myApplications"]["edges"]
    tracked = (await case.api.run("track", {"number": case.number, "pin": case.pin}))["track"]
    return [*(each["node"]["usuallyBy"] for each in mine), tracked["usuallyBy"]]


async def test_nineteen_tell_nothing_and_twenty_tell_a_day(api: Api) -> None:
    case = await Case(api).sent()
    assert await asked(case) == [None, None]
    await rows_of(_PACE, [19, BEGINS])
    assert await asked(case) == [None, None]
    await rows_of(_PACE, [20, BEGINS])
    days = await asked(case)
    assert days[0] == days[1]
    assert str(days[0]) >= TODAY.isoformat()


async def test_a_list_asks_for_the_days_once(api: Api, queries: Queries) -> None:
    case = await Case(api).sent()
    await rows_of(_PACE, [20, BEGINS])
    token = await case.token(CITIZEN)

    async def statements() -> int:
        queries.forget()
        await api.data(_MINE, token=token)
        return queries.count

    for_one = await statements()
    await case.sent()
    await case.sent()
    assert await statements() == for_one
