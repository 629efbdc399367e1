"""Sample applications of every service: what stands in tests/samples, with days counted from today."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from models.calendar.workflow import months_after
from models.services import catalogue
from models.services.definition import Definition
from models.services.reading import read_definition
from tests.clock import TODAY

FOLDER = Path(__file__).parent / "samples"
SLUGS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@dataclass(frozen=True, slots=True)
class Sample:
    """One way of filling in a service's form, with the papers that it calls for."""

    service: str
    name: str
    answers: Mapping[str, Any]
    documents: tuple[str, ...]


@cache
def definition(slug: str) -> Definition:
    """The service as its file stands."""
    return read_definition(catalogue.load(catalogue.FOLDER / f"{slug}.yaml"))


def samples(slug: str, *, today: Callable[[], date] = lambda: TODAY) -> Iterator[Sample]:
    """The plain case of a service and every variant of it, with days counted from the day on which it is taken."""
    told = yaml.safe_load((FOLDER / f"{slug}.yaml").read_text())
    for name, changes in {"plain": {}, **told["variants"]}.items():
        answers = {**told["answers"], **changes}
        dated = {key: _dated(value, today()) for key, value in answers.items() if value is not None}
        yield Sample(slug, name, dated, tuple(told["documents"][name]))


def _dated(value: Any, today: date) -> Any:
    if not isinstance(value, dict):
        return value
    if "years" in value:
        return months_after(today, 12 * value["years"]).isoformat()
    return (today + timedelta(days=value["days"])).isoformat()
