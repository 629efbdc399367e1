"""Who waits for whom, and whose answer rests on whose: a definition's steps as a graph."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from models.services.definition import PAYING, Definition, Step, StepKind


class Reason(StrEnum):
    """Why a step is asked again after a correction.

    It returned the file; it looks at what was changed; it rests on the answer of a step that is asked again; it applies
    only now; or it is another agency's now.
    """

    RETURNED = "returned"
    LOOKS = "looks"
    RESTS = "rests"
    APPLIES = "applies"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Graph:
    """The steps so that each comes after those it needs.

    `bills` are those in which the citizen pays; `rests_on_all` those that no gate shields.
    """

    steps: tuple[Step, ...]
    bills: tuple[Step, ...]
    rests_on_all: frozenset[str]

    def resting_on(self, asked: Mapping[str, Reason], applies: Mapping[str, bool]) -> dict[str, Reason]:
        """The steps that are asked again when these are, each with the reason, in the graph's order.

        An answer rests on the answers of the steps it needs, through steps that do not apply. What stands behind a
        gate does not rest on it, but for decisions, signatures and amounts.
        """
        again, through = dict[str, Reason](), dict[str, Set[str]]()
        gates = {step.key for step in self.steps if step.gate}
        for step in self.steps:
            through[step.key] = needs = self._needs_of(step, through, applies)
            if step.key in asked:
                again[step.key] = asked[step.key]
            elif applies[step.key]:
                shield = frozenset[str]() if step.key in self.rests_on_all else gates
                if any(need in again for need in needs - shield):
                    again[step.key] = Reason.RESTS
        return again

    def unmet(self, step: Step, passed: Set[str], applies: Mapping[str, bool]) -> list[Step]:
        """What a step still waits for, through steps that do not apply."""
        by_key, waits = {other.key: other for other in self.steps}, set[str]()
        left = [need for need in step.needs if need not in passed]
        while left:
            need = left.pop()
            if applies[need]:
                waits.add(need)
            else:
                left += [other for other in by_key[need].needs if other not in passed]
        return [by_key[key] for key in waits]

    @staticmethod
    def _needs_of(step: Step, through: Mapping[str, Set[str]], applies: Mapping[str, bool]) -> Set[str]:
        return {other for need in step.needs for other in ({need} if applies[need] else through[need])}


def graph_of(definition: Definition) -> Graph:
    """The graph of a definition; raises ValueError for a circle or an unknown need."""
    amounts = {step.charge.amount_of for step in definition.steps if step.charge and step.charge.amount_of}
    firm = {step.key for step in definition.steps if step.kind in {StepKind.DECIDE, StepKind.SIGN}}
    steps = tuple(in_order(definition.steps))
    bills = tuple(step for step in steps if step.kind in PAYING)
    return Graph(steps, bills, frozenset(firm | amounts))


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps so that each comes after those it needs; raises ValueError for a cycle or an unknown need."""
    left, ordered, done = list(steps), list[Step](), set[str]()
    while left:
        ready = [step for step in left if done.issuperset(step.needs)]
        if not ready:
            raise ValueError(f"steps that can never open: {', '.join(step.key for step in left)}")
        ordered += ready
        done.update(step.key for step in ready)
        left = [step for step in left if step.key not in done]
    return ordered


def asked_after(definition: Definition, part: str, key: str) -> list[Step]:
    """Which steps answer again when a part of the file (`answers` or `documents`) is corrected after all have."""
    graph = graph_of(definition)
    looking = [step for step in graph.steps if step.kind not in PAYING and step.looks_at(part, key)]
    again = graph.resting_on(
        dict.fromkeys((step.key for step in looking), Reason.LOOKS), {step.key: True for step in graph.steps}
    )
    return [step for step in definition.steps if step.key in again and step.kind not in PAYING]
