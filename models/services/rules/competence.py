"""Who is competent: a step that is found by an answer is found for every answer, and who decides also signs."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.kit.text import N_
from models.services.codes import Code, Fault
from models.services.definition import VILLAGE
from models.services.rules.parts import Content, Rule, decides, owner_named


def _fields(content: Content) -> Iterator[Fault]:
    fields, required = content["form"]["properties"], content["form"]["required"]
    for place, step in enumerate(content["steps"]):
        if "agency_of" not in step:
            continue
        rule, name = step["agency_of"], step["agency_of"]["field"]
        if name in fields and (reason := _unfit(rule, fields[name], is_required=name in required)):
            facts = {"step": step["key"], "field": name, "reason": reason}
            yield Fault(Code.AGENCY_FIELD, ("steps", place, "agency_of", "field"), facts)


def _unfit(rule: Mapping[str, Any], field: Mapping[str, Any], *, is_required: bool) -> str | None:
    """Why a field cannot tell who is competent."""
    if "kind" in rule and field.get("format") != VILLAGE:
        return N_("bukan isian desa (format: village)")
    if "agencies" in rule and "oneOf" not in field:
        return N_("bukan pilihan (oneOf)")
    return None if is_required else N_("boleh kosong")


def _choices(content: Content) -> Iterator[Fault]:
    for place, step in enumerate(content["steps"]):
        agencies = step.get("agency_of", {}).get("agencies")
        field = content["form"]["properties"].get(step.get("agency_of", {}).get("field"), {})
        if agencies is None or "oneOf" not in field:
            continue
        choices = [choice["const"] for choice in field["oneOf"]]
        for choice in [one for one in choices if one not in agencies]:
            facts = {"step": step["key"], "choice": choice}
            yield Fault(Code.AGENCY_MISSING, ("steps", place, "agency_of", "agencies"), facts)
        for choice in [one for one in agencies if one not in choices]:
            facts = {"step": step["key"], "choice": choice}
            yield Fault(Code.AGENCY_NEVER, ("steps", place, "agency_of", "agencies", choice), facts)


def _split(content: Content) -> Iterator[Fault]:
    """A decision and a signature of which one follows the answers, and the other does not follow it."""
    signing = [step for step in content["steps"] if step["kind"] == "sign" and "output" in content]
    for place, step in enumerate(content["steps"]):
        for signs in signing:
            mine, theirs = _owner(step), _owner(signs)
            if decides(step) and mine != theirs and "agency" not in mine.keys() & theirs.keys():
                facts = {"step": step["key"], "mine": owner_named(step)}
                facts |= {"other": signs["key"], "theirs": owner_named(signs)}
                yield Fault(Code.SPLIT_COMPETENCE, ("steps", place), facts)


def _owner(step: Mapping[str, Any]) -> dict[str, Any]:
    return {name: step[name] for name in ("agency", "agency_of_village", "agency_of") if name in step}


COMPETENCE_RULES: Collection[Rule] = (_fields, _choices, _split)
