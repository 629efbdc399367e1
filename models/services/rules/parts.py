"""What several rules look at: texts, and which step comes before which."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from models.services.codes import Fault
from models.services.source import Where

Content = Mapping[str, Any]
"""A definition that `schema.json` accepts, as it stands in its file."""
Rule = Callable[[Content], Iterator[Fault]]


def indonesian(text: str | Mapping[str, str]) -> str:
    """The Indonesian of a text."""
    return text if isinstance(text, str) else text["id"]


def product(content: Content) -> Mapping[str, Any]:
    """What people get: the `output`, or what comes from `elsewhere`."""
    got: Mapping[str, Any] = content.get("output") or content["elsewhere"]
    return got


def kinds_made(content: Content) -> Iterator[tuple[Where, str]]:
    """Every kind of document that comes out here, depending on the answers, with its place."""
    output = content.get("output", {})
    if "kind" in output:
        yield ("output", "kind"), output["kind"]
    for place, one in enumerate(output.get("kinds", ())):
        yield ("output", "kinds", place, "kind"), one["kind"]


def charges(content: Content) -> Iterator[tuple[Where, Mapping[str, Any], Mapping[str, Any]]]:
    """What the applicant is to pay, with its place and its step: the regency's bills, and what the state is owed."""
    for place, step in enumerate(content["steps"]):
        for part in ("bill", "state_revenue"):
            if part in step:
                yield ("steps", place, part), step, step[part]


def before(content: Content) -> dict[str, set[str]]:
    """For each step all that comes before it, itself too when it stands in a circle."""
    needs = {step["key"]: set(step.get("needs", ())) for step in content["steps"]}
    found: dict[str, set[str]] = {}
    for key, direct in needs.items():
        reached, ahead = set[str](), list(direct)
        while ahead:
            need = ahead.pop()
            if need in needs and need not in reached:
                reached.add(need)
                ahead += needs[need]
        found[key] = reached
    return found


def is_whole(content: Content) -> bool:
    """Whether every step that is waited for is there, so that one can say what comes before what."""
    keys = {step["key"] for step in content["steps"]}
    return all(keys.issuperset(step.get("needs", ())) for step in content["steps"])


def is_pattern(text: str) -> bool:
    """Whether it can be read as a regular expression."""
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def last(content: Content) -> str | None:
    """The step that ends it: the one signature, or, where another system issues, the last that nothing needs."""
    steps = content["steps"]
    if "output" in content:
        signing = [step["key"] for step in steps if step["kind"] == "sign"]
        return signing[0] if len(signing) == 1 else None
    needed = {need for step in steps for need in step.get("needs", ())}
    return next((step["key"] for step in reversed(steps) if step["key"] not in needed), None)


def decides(step: Mapping[str, Any]) -> bool:
    """Whether approving this step grants the application."""
    return bool(step["kind"] == "decide" or step.get("decides", False))


def kind_found(step: Mapping[str, Any]) -> str | None:
    """The kind of agency that a step is found by, at the applicant's home or at a place in the form."""
    kind: str | None = step.get("agency_of_village") or step.get("agency_of", {}).get("kind")
    return kind


def codes_named(step: Mapping[str, Any]) -> list[str]:
    """The codes of the agencies that a step may fall to; none where it is found by a place."""
    return [step["agency"]] if "agency" in step else [*step.get("agency_of", {}).get("agencies", {}).values()]


def owner_named(step: Mapping[str, Any]) -> str:
    """Who does it, as its author wrote it."""
    return kind_found(step) or ", ".join(dict.fromkeys(codes_named(step)))
