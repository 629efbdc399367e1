"""The catalogue's files: reading one, and finding everything that is wrong with it at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.services.codes import TEXTS, Code, Fault, filled
from models.services.lint import lint
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

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


def files(folder: Path = FOLDER) -> list[Path]:
    """The services' files, by name."""
    return sorted(folder.glob("*.yaml"))


def load(path: Path) -> dict[str, Any]:
    """The definition in a file that has no faults; raises FaultyDefinition."""
    source, findings = _examined(path)
    if findings:
        raise FaultyDefinition(findings)
    definition: dict[str, Any] = source.data
    return definition


def check(path: Path) -> list[Finding]:
    """Everything wrong with a file, by line; the finer rules run once its shape is right."""
    return _examined(path)[1]


def _examined(path: Path) -> tuple[Source, list[Finding]]:
    try:
        source = read_source(path)
    except UnreadableSource as error:
        fault = Fault(Code.YAML_SYNTAX, (), {"reason": error.reason})
        return Source(), [_finding(path, error.line, fault)]
    findings = {
        _finding(path, line, Fault(Code.DUPLICATE_KEY, where, {"name": where[-1]}))
        for where, line in source.repeated
    }
    faults = list(misshapen(source.data)) or [*lint(source.data), *_misnamed(path, source.data)]
    findings |= {_finding(path, source.line(fault.where), fault) for fault in faults}
    return source, sorted(findings)


def _misnamed(path: Path, data: dict[str, Any]) -> list[Fault]:
    if data["slug"] == path.stem:
        return []
    return [Fault(Code.FILE_NAME, ("slug",), {"file": path.name, "slug": data["slug"]})]


def _finding(path: Path, line: int, fault: Fault) -> Finding:
    message, how_to_mend = TEXTS[fault.code]
    return Finding(path, line, fault.code, filled(message, fault.facts), filled(how_to_mend, fault.facts))
