"""Who answers: an agency that there is, never the applicant, and never one officer on both sides of a decision."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, before, is_whole
from models.services.rules.values import never_together
from models.services.source import Where

APPLICANTS = frozenset(
    {"applicant", "citizen", "masyarakat", "pemohon", "penduduk", "pengguna", "user", "warga"}
)
"""Words for those who apply, which name no agency."""
_ANSWERED_BY_OFFICERS = frozenset({"check", "verify", "visit", "decide"})
KINDS = frozenset({"rt", "village", "district"})
"""The kinds of agency that are found from where the applicant lives."""


def _applicant_decides(content: Content) -> Iterator[Fault]:
    for place, step in enumerate(content["steps"]):
        if step.get("agency") in APPLICANTS:
            facts = {"step": step["key"], "agency": step["agency"]}
            yield Fault(Code.APPLICANT_DECIDES, ("steps", place, "agency"), facts)


def _same_officer(content: Content) -> Iterator[Fault]:
    """A decision after a check in the same office, where the definition does not ask for two people."""
    steps, earlier = {step["key"]: step for step in content["steps"]}, before(content)
    for place, step in enumerate(content["steps"]):
        if step["kind"] != "decide":
            continue
        same = [
            other["key"]
            for other in steps.values()
            if other["key"] in earlier[step["key"]] - {step["key"]}
            and other["kind"] in _ANSWERED_BY_OFFICERS
            and _office(other) == _office(step)
            and other["key"] not in step.get("other_officer_than", ())
            and not never_together(content["form"]["properties"], step, other)
        ]
        if same:
            facts = {"step": step["key"], "others": ", ".join(same)}
            yield Fault(Code.SAME_OFFICER, ("steps", place), facts)


def _office(step: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return step.get("agency"), step.get("agency_of_village")


def _other_officer(content: Content) -> Iterator[Fault]:
    if not is_whole(content):
        return
    kinds, earlier = {step["key"]: step["kind"] for step in content["steps"]}, before(content)
    for place, step in enumerate(content["steps"]):
        for index, other in enumerate(step.get("other_officer_than", ())):
            answered = kinds.get(other) in _ANSWERED_BY_OFFICERS
            if not answered or other == step["key"] or other not in earlier[step["key"]]:
                where: Where = ("steps", place, "other_officer_than", index)
                yield Fault(Code.OTHER_OFFICER, where, {"step": step["key"], "other": other})


DUTY_RULES: Collection[Rule] = (_applicant_decides, _same_officer, _other_officer)


def unknown_agencies(content: Content, known: Collection[str]) -> Iterator[Fault]:
    """Agencies that are named and are not among the regency's."""
    for where, code in _named(content):
        if code not in known and code not in APPLICANTS:
            yield Fault(Code.UNKNOWN_AGENCY, where, {"agency": code})


def _named(content: Content) -> Iterator[tuple[Where, str]]:
    yield ("issuer",), content["issuer"]
    for place, step in enumerate(content["steps"]):
        if "agency" in step:
            yield ("steps", place, "agency"), step["agency"]
    for place, register in enumerate(content.get("registers", ())):
        for index, code in enumerate(register["asked_by"]):
            if code not in KINDS:
                yield ("registers", place, "asked_by", index), code
