"""Who answers: an agency that there is, never the applicant, and never one officer on both sides of a decision."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, before, codes_named, decides, is_whole, kind_found
from models.services.rules.values import never_together
from models.services.source import Where

APPLICANTS = frozenset(
    {"applicant", "citizen", "masyarakat", "pemohon", "penduduk", "pengguna", "user", "warga"}
)
"""Words for those who apply, which name no agency."""
_CHECKS = frozenset({"check", "verify", "visit"})
_ANSWERED_BY_OFFICERS = _CHECKS | {"decide"}
KINDS = frozenset({"rt", "village", "district"})
"""The kinds of agency that are found from where the applicant lives."""


def _applicant_decides(content: Content) -> Iterator[Fault]:
    for place, step in enumerate(content["steps"]):
        for code in APPLICANTS.intersection(codes_named(step)):
            where: Where = ("steps", place, "agency" if "agency" in step else "agency_of")
            yield Fault(Code.APPLICANT_DECIDES, where, {"step": step["key"], "agency": code})


def same_officer(content: Content, kinds: Mapping[str, str]) -> Iterator[Fault]:
    """A decision in an office that checks or has decided as well, where the definition does not ask for two people.

    `kinds` (of agency by code) tells where a code and a kind name one office; empty where they are not known.
    """
    steps, earlier = {step["key"]: step for step in content["steps"]}, before(content)
    for place, step in enumerate(content["steps"]):
        if not decides(step):
            continue
        same = [
            other["key"]
            for other in steps.values()
            if other["key"] != step["key"]
            and (other["kind"] in _CHECKS or (decides(other) and other["key"] in earlier[step["key"]]))
            and same_office(step, other, kinds)
            and other["key"] not in step.get("other_officer_than", ())
            and step["key"] not in other.get("other_officer_than", ())
            and not never_together(content["form"]["properties"], step, other)
        ]
        if same:
            facts = {"step": step["key"], "others": ", ".join(same)}
            yield Fault(Code.SAME_OFFICER, ("steps", place), facts)


def same_office(one: Mapping[str, Any], other: Mapping[str, Any], kinds: Mapping[str, str]) -> bool:
    """Whether two steps may fall to the same office: by its code, by its kind, or one by each."""
    mine, theirs = set(codes_named(one)), set(codes_named(other))
    if mine & theirs or kind_found(one) == kind_found(other) is not None:
        return True
    by_code = {kinds.get(code) for code in mine | theirs}
    return bool(by_code & {kind_found(one), kind_found(other)} - {None})


def _other_officer(content: Content) -> Iterator[Fault]:
    """Who answers before this step, or beside it, can be kept away from it; who comes after cannot."""
    if not is_whole(content):
        return
    kinds, earlier = {step["key"]: step["kind"] for step in content["steps"]}, before(content)
    for place, step in enumerate(content["steps"]):
        for index, other in enumerate(step.get("other_officer_than", ())):
            answered = kinds.get(other) in _ANSWERED_BY_OFFICERS
            if not answered or other == step["key"] or step["key"] in earlier[other]:
                where: Where = ("steps", place, "other_officer_than", index)
                yield Fault(Code.OTHER_OFFICER, where, {"step": step["key"], "other": other})


def _transfer_to(content: Content) -> Iterator[Fault]:
    """A step goes to another agency, and one that is found by the place goes by the secretariat alone."""
    for place, step in enumerate(content["steps"]):
        for index, code in enumerate(step.get("transfer_to", ())):
            if "agency" not in step or code == step["agency"]:
                facts = {"step": step["key"], "agency": code}
                yield Fault(Code.TRANSFER_TO, ("steps", place, "transfer_to", index), facts)


DUTY_RULES: Collection[Rule] = (_applicant_decides, _other_officer, _transfer_to)


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
        for choice, code in step.get("agency_of", {}).get("agencies", {}).items():
            yield ("steps", place, "agency_of", "agencies", choice), code
        for index, code in enumerate(step.get("transfer_to", ())):
            yield ("steps", place, "transfer_to", index), code
    for place, register in enumerate(content.get("registers", ())):
        for index, code in enumerate(register["asked_by"]):
            if code not in KINDS:
                yield ("registers", place, "asked_by", index), code
