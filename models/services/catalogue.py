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
class ServiceFile:
    """A file that was read: what it says, and where."""

    path: Path
    source: Source

    @property
    def content(self) -> dict[str, Any]:
        """What it says."""
        content: dict[str, Any] = self.source.data
        return content

    def finding(self, fault: Fault) -> Finding:
        """The fault at its line in this file."""
        return _finding(self.path, self.source.line(fault.where), fault)


@dataclass(frozen=True, slots=True)
class _Examined:
    """A file, and what is wrong with it alone."""

    file: ServiceFile
    findings: Sequence[Finding]
    is_shaped: bool


def files(folder: Path = FOLDER) -> list[Path]:
    """The services' files, by name."""
    return sorted(folder.glob("*.yaml"))


def load(path: Path) -> dict[str, Any]:
    """The definition in a file that has no faults; raises FaultyDefinition."""
    examined = _examined(path)
    if examined.findings:
        raise FaultyDefinition(examined.findings)
    return examined.file.content


def read(path: Path) -> ServiceFile:
    """A file that can be read, for publishing, where the linter looks at what it says; raises FaultyDefinition."""
    file, findings = _read(path)
    if not isinstance(file.source.data, dict):
        findings |= {file.finding(fault) for fault in misshapen(file.source.data)}
    if findings:
        raise FaultyDefinition(sorted(findings))
    return file


def check(path: Path, *, offices: Offices | None = None) -> list[Finding]:
    """Everything wrong with a file alone, by line; the finer rules run once its shape is right."""
    return sorted(_examined(path, offices).findings)


def check_all(
    paths: Iterable[Path],
    *,
    beside: Collection[Path] = (),
    offices: Offices | None = None,
) -> list[Finding]:
    """Everything wrong with these files, alone and with one another.

    `beside` are the services that there are already; a file among them that is checked in another place is left out.
    """
    checked = [_examined(path, offices) for path in paths]
    already = {one.file.path.name for one in checked}
    others = [_examined(path) for path in beside if path.name not in already]
    there = [one.file.content for one in others if one.is_shaped]
    shaped = [one.file for one in checked if one.is_shaped]
    contents = [file.content for file in shaped]
    together, _ = faults_together(contents, beside=there, offices=offices)
    found = {finding for one in checked for finding in one.findings}
    found |= {shaped[place].finding(fault) for place, fault in together}
    return sorted(found)


def faults_in(content: object, *, offices: Offices | None = None) -> list[Fault]:
    """Everything wrong with the content of a definition, wherever it comes from."""
    return list(misshapen(content)) or lint(content, offices=offices)  # type: ignore[arg-type] # it has its shape


def faults_together(
    contents: Sequence[Mapping[str, Any]],
    *,
    beside: Sequence[Mapping[str, Any]] = (),
    offices: Offices | None = None,
) -> tuple[list[tuple[int, Fault]], list[tuple[str, Fault]]]:
    """What is wrong between definitions that have their shape: by place in `contents`, and by slug in those beside."""
    ours: list[tuple[int, Fault]] = []
    theirs: list[tuple[str, Fault]] = []
    for place, fault in lint_together([*beside, *contents], offices=offices):
        if place >= len(beside):
            ours.append((place - len(beside), fault))
        else:
            theirs.append((beside[place]["slug"], fault))
    return ours, theirs


def _examined(path: Path, offices: Offices | None = None) -> _Examined:
    try:
        file, found = _read(path)
    except FaultyDefinition as faulty:
        return _Examined(ServiceFile(path, Source()), faulty.findings, is_shaped=False)
    misfits = list(misshapen(file.source.data))
    faults = misfits or lint(file.content, offices=offices)
    found |= {file.finding(fault) for fault in faults}
    return _Examined(file, sorted(found), is_shaped=not misfits)


def _read(path: Path) -> tuple[ServiceFile, set[Finding]]:
    """What a file says, and what is wrong with the file rather than with that; raises FaultyDefinition."""
    try:
        file = ServiceFile(path, read_source(path))
    except UnreadableSource as error:
        fault = Fault(Code.YAML_SYNTAX, (), {"reason": error.reason})
        raise FaultyDefinition([_finding(path, error.line, fault)]) from error
    found = {
        _finding(path, line, Fault(Code.DUPLICATE_KEY, where, {"name": where[-1]}))
        for where, line in file.source.repeated
    }
    return file, found | {file.finding(fault) for fault in _misnamed(file)}


def _misnamed(file: ServiceFile) -> list[Fault]:
    slug = file.content.get("slug") if isinstance(file.source.data, dict) else None
    if not isinstance(slug, str) or slug == file.path.stem:
        return []
    return [Fault(Code.FILE_NAME, ("slug",), {"file": file.path.name, "slug": slug})]


def _finding(path: Path, line: int, fault: Fault) -> Finding:
    message, how_to_mend = TEXTS[fault.code]
    return Finding(path, line, fault.code, filled(message, fault.facts), filled(how_to_mend, fault.facts))
