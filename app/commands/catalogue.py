"""`kabupaten catalogue`: what is wrong with the service definitions, and what a new one changes for people."""

import argparse
import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from app.commands.kit import Commands, with_database
from app.i18n import _
from app.seed import seeded_agencies, seeded_offices
from app.settings import Settings
from models.kit.text import N_
from models.services import catalogue, queries
from models.services.changes.change import Change, Part
from models.services.corrections import correction_notes
from models.services.definition import Definition
from models.services.diff import changes
from models.services.reading import read_definition

FIRST = Change(Part.SERVICE, "slug", N_("Layanan ini belum pernah diterbitkan."))


def add_catalogue(commands: Commands) -> None:
    """Add `catalogue check` and `catalogue diff`."""
    parser = commands.add_parser("catalogue", help="the service definitions")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    check = verbs.add_parser("check", help="find every fault")
    check.add_argument("files", nargs="*", type=Path, help="all of catalogue/ when none is named")
    check.add_argument("--json", action="store_true", help="one JSON object a line")
    check.set_defaults(command=_check)
    diff = verbs.add_parser("diff", help="what changes for people when a file is published")
    diff.add_argument("files", nargs="*", type=Path, help="all of catalogue/ when none is named")
    diff.add_argument(
        "--from", dest="old", type=Path, metavar="OLD", help="compare with this file, not the database"
    )
    diff.add_argument("--json", action="store_true", help="one JSON object a line")
    diff.set_defaults(command=_diff)


def _check(settings: Settings, options: argparse.Namespace) -> int:
    named: Collection[Path] = options.files or catalogue.files()
    findings = catalogue.check_all(named, beside=catalogue.files(), offices=seeded_offices())
    for finding in findings:
        print(json.dumps(asdict(finding), ensure_ascii=False, default=str) if options.json else finding)
    if options.files and not findings and not options.json:
        _print_corrections(options.files)
    return 1 if findings else 0


def _print_corrections(files: Collection[Path]) -> None:
    for path in files:
        definition = read_definition(catalogue.load(path))
        for note in correction_notes(definition):
            print(f"{definition.slug}: {note}")


def _diff(settings: Settings, options: argparse.Namespace) -> int:
    news = [read_definition(catalogue.load(path)) for path in options.files or catalogue.files()]
    if options.old is not None:
        old = read_definition(catalogue.load(options.old))
        for new in news:
            _print_changes(old, new, as_json=options.json)
        return 0

    async def run() -> None:
        for new in news:
            published = await queries.service(new.slug)
            _print_changes(published.definition if published else None, new, as_json=options.json)

    return with_database(settings, run)


def _print_changes(old: Definition | None, new: Definition, *, as_json: bool) -> None:
    names = {agency.code: agency.name for agency in seeded_agencies()}
    found = [FIRST] if old is None else changes(old, new, names=names)
    for change in found:
        told = {"service": new.slug, "part": change.part, "key": change.key, "message": str(change)}
        print(json.dumps(told, ensure_ascii=False) if as_json else f"{new.slug}: {change}")
    if not found and not as_json:
        print(f"{new.slug}: {_('tidak ada yang berubah.')}")
