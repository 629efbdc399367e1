"""What a correction costs: for each part of a file the steps that answer again."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.kit.text import N_
from models.services.definition import Definition
from models.services.graph import asked_after

_SAYS = N_("Perbaikan pada {part} memeriksa lagi: {steps}.")


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """Parts (`answers.size`, `documents.photo`) whose correction asks these steps again, once all have answered."""

    parts: Sequence[str]
    steps: Sequence[str]

    def __str__(self) -> str:
        return _SAYS.format(part=", ".join(self.parts), steps=", ".join(self.steps))


def correction_notes(definition: Definition) -> list[CorrectionNote]:
    """One note for all parts that cost the same, the dearest first."""
    parts = [("answers", name) for name in definition.field_order]
    parts += [("documents", document.key) for document in definition.documents]
    same = dict[tuple[str, ...], list[str]]()
    for part, key in parts:
        steps = tuple(step.key for step in asked_after(definition, part, key))
        same.setdefault(steps, []).append(f"{part}.{key}")
    return [CorrectionNote(same[steps], steps) for steps in sorted(same, key=len, reverse=True)]
