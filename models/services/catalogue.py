"""The catalogue's files: reading one, and finding everything that is wrong with it at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.services.codes import TEXTS, Code, Fault, filled
from models.services.lint import lint, lint_together
from models.services.rules.staffing import Offices
from models.services.shape import SCHEMA, misshapen
from models.services.source import Source, UnreadableSource, read_source

FOLDER = SCHEMA.parent

Agencies = Mapping[str, str]
"""The regency's agencies: the kind of each by its code."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault as the file's author reads it."""

    file: Path
    line: int
    code: Code
    message: str
    help: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code}: {self.message} {self.help}"


class FaultyDefinition(Exception):
    """A file that may not be published; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class _Examined:
    """A file that was read, and what is wrong with it alone."""

    path: Path
    source: Source
    findings: Sequence[Finding]
    is_shaped: bool

    def finding(self, fault: Fault) -> Finding:
        """The fault at its line in this file."""
        return _finding(self.path, self.source.line(fault.where), fault)


def files(folder: Path = FOLDER) -> list[Path]:
    """The services' files, by name."""
    return sorted(folder.glob("*.yaml"))


def load(path: Path) -> dict[str, Any]:
    """The definition in a file that has no faults; raises FaultyDefinition."""
    examined = _examined(path, None, None)
    if examined.findings:
        raise FaultyDefinition(examined.findings)
    definition: dict[str, Any] = examined.source.data
    return definition


def check(path: Path, *, agencies: Agencies | None = None, offices: Offices | None = None) -> list[Finding]:
    """Everything wrong with a file alone, by line; the finer rules run once its shape is right."""
    return sorted(_examined(path, agencies, offices).findings)


def check_all(
    paths: Iterable[Path],
    *,
    beside: Collection[Path] = (),
    agencies: Agencies | None = None,
    offices: Offices | None = None,
) -> list[Finding]:
    """Everything wrong with these files, alone and with one another.

    `beside` are the services that there are already; a file among them that is checked in another place is left out.
    """
    checked = [_examined(path, agencies, offices) for path in paths]
    names = {one.path.name for one in checked}
    others = [_examined(path, None, None) for path in beside if path.name not in names]
    there = [one for one in others if one.is_shaped]
    shaped = [*there, *(one for one in checked if one.is_shaped)]
    together = lint_together([one.source.data for one in shaped], agencies=agencies)
    found = {finding for one in checked for finding in one.findings}
    found |= {shaped[place].finding(fault) for place, fault in together if place >= len(there)}
    return sorted(found)


def faults_in(content: object, *, agencies: Agencies | None = None) -> list[Fault]:
    """Everything wrong with the content of a definition, wherever it comes from."""
    return list(misshapen(content)) or lint(content, agencies=agencies)  # type: ignore[arg-type] # it has its shape


def _examined(path: Path, agencies: Agencies | None, offices: Offices | None) -> _Examined:
    try:
        source = read_source(path)
    except UnreadableSource as error:
        fault = Fault(Code.YAML_SYNTAX, (), {"reason": error.reason})
        return _Examined(path, Source(), [_finding(path, error.line, fault)], is_shaped=False)
    found = {
        _finding(path, line, Fault(Code.DUPLICATE_KEY, where, {"name": where[-1]}))
        for where, line in source.repeated
    }
    misfits = list(misshapen(source.data))
    faults = misfits or [
        *lint(source.data, agencies=agencies, offices=offices),
        *_misnamed(path, source.data),
    ]
    found |= {_finding(path, source.line(fault.where), fault) for fault in faults}
    return _Examined(path, source, sorted(found), is_shaped=not misfits)


def _misnamed(path: Path, data: Mapping[str, Any]) -> list[Fault]:
    if data["slug"] == path.stem:
        return []
    return [Fault(Code.FILE_NAME, ("slug",), {"file": path.name, "slug": data["slug"]})]


def _finding(path: Path, line: int, fault: Fault) -> Finding:
    message, how_to_mend = TEXTS[fault.code]
    return Finding(path, line, fault.code, filled(message, fault.facts), filled(how_to_mend, fault.facts))
