"""Faults for the summary above a form: each says which part it is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.i18n import _
from app.web.kit.rendering import problem_text
from models.kit.errors import Problem
from models.services.definition import Definition
from models.services.presenting import label_of

Path = tuple[str, ...]


def labels_of(definition: Definition) -> dict[Path, str]:
    """What the places of an application are called."""
    labels: dict[Path, str] = {("answers", key): label_of(definition, key) for key in definition.fields}
    return labels | {("documents", one.key): str(one.title) for one in definition.documents}


def summary_of(problems: Iterable[Problem], labels: Mapping[Path, str]) -> list[dict[str, Any]]:
    """For `error_summary`: `Lebar (meter): Tulis angka saja.`, each linking to its control."""
    shown = []
    for problem in problems:
        label, text = labels.get(problem.path), problem_text(problem)
        message = _with_label(label, text) if label else text
        shown.append({"message": message, "path": problem.path})
    return shown


def _with_label(label: str, fault: str) -> str:
    pattern = _("{label} {fault}") if label.endswith("?") else _("{label}: {fault}")
    return pattern.format(label=label, fault=fault)
