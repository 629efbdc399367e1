"""What was wrong with an answer, for the summary and for the controls of its form."""

from collections.abc import Sequence
from typing import Any

from app.web.desk.answer_values import AnswerForm
from app.web.kit.rendering import problem_text
from models.kit.errors import Problem

_CONTROLS = {
    "reference": "reference.number",
    "paper.documentId": "scan",
    "paper": "paper.number",
    "times": "time.1",
    "times.0": "time.1",
    "times.1": "time.2",
}
"""Controls whose name is not the path of the problem."""


def answer_errors(typed: AnswerForm) -> dict[str, Any]:
    """The problems at their controls; a finding's own is at its text box."""
    places = list(typed.findings)
    errors: dict[str, str] = {}
    listed: list[dict[str, Any]] = []
    for problem in typed.problems:
        name = _control(problem, places)
        errors.setdefault(name, problem_text(problem))
        listed.append({"message": problem_text(problem), "id": name.replace(".", "-")})
    return {"errors": errors, "problems": listed}


def _control(problem: Problem, places: Sequence[tuple[str, str]]) -> str:
    if problem.path[:1] == ("findings",) and len(problem.path) > 1:
        return "finding." + ".".join(places[int(problem.path[1])])
    if problem.path[:1] == ("photos",):
        return "photos"
    name = ".".join(problem.path)
    return _CONTROLS.get(name, name)
