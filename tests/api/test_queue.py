"""What an agency's systems read of their queue, whatever they ask for."""

from models.accounts.tables import Account
from models.applications.states import TaskState
from tests.api.conftest import Api
from tests.api.people import Case
from tests.api.process import Process

NODES = "{ edges { node { state application { number tasks { state } } } } }"
STATES = " ".join(f"{state.value}: tasks(states: [{state.value}]) {NODES}" for state in TaskState)


async def test_every_agency_may_ask_for_tasks_in_every_state(api: Api) -> None:
    reklame = await Case(api).sent()  # no traffic to look at: dishub's only step is skipped
    await Process(api).sent()  # no farmland either: the same for dispertan
    await reklame.decide("tax", "bapenda")
    await reklame.decide("public-order", "satpolpp")
    finding = {"path": ["answers", "width"], "message": "Ukur lagi."}
    await reklame.decide("construction", "dpupr", "RETURN", findings=[finding])
    seen: dict[str, list[str]] = {}
    for account in await Account.filter(kind="officer"):
        username = account.username or ""
        token = await api.token(username)
        whole = await api.data(f"{{ all: tasks(states: null) {NODES} {STATES} }}", token=token)
        shown = [edge["node"]["state"] for edge in whole.pop("all")["edges"]]
        asked = [edge["node"]["state"] for page in whole.values() for edge in page["edges"]]
        assert sorted(shown) == sorted(asked), username
        seen[username] = sorted(shown)
    assert seen["dishub"] == [], "a step that does not apply gives no right to see anything"
    assert seen["satpolpp"] == ["DONE"]
    assert "SKIPPED" in seen["dpmptsp"], "it has other steps on that file"
    assert {state for states in seen.values() for state in states} >= {"OPEN", "WAITING", "DONE", "SKIPPED"}
    (queue,) = (await api.run("tasks", {"states": None}, await api.token("dishub"))).values()
    assert queue["edges"] == []
