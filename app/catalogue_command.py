"""`kabupaten catalogue`: what is wrong with the service definitions, and what a new one changes for people."""

import argparse
import json
from collections.abc import Awaitable, Callable, Collection
from dataclasses import asdict
from pathlib import Path

from app.seed import seeded_agencies
from app.settings import Settings
from models.services import catalogue

WithDatabase = Callable[[Settings, Callable[[], Awaitable[None]]], int]


def add_catalogue(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", with_database: WithDatabase
) -> None:
    """Add `catalogue check`."""
    parser = commands.add_parser("catalogue", help="the service definitions")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    check = verbs.add_parser("check", help="find every fault")
    check.add_argument("files", nargs="*", type=Path, help="all of catalogue/ when none is named")
    check.add_argument("--json", action="store_true", help="one JSON object a line")
    check.set_defaults(command=_check)


def _check(settings: Settings, options: argparse.Namespace) -> int:
    named: Collection[Path] = options.files or catalogue.files()
    kinds = {agency.code: agency.kind for agency in seeded_agencies()}
    findings = catalogue.check_all(named, beside=catalogue.files(), agencies=kinds)
    for finding in findings:
        print(json.dumps(asdict(finding), ensure_ascii=False, default=str) if options.json else finding)
    return 1 if findings else 0
