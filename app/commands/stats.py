"""`kabupaten stats`: what the regency's own figures say."""

import argparse
import json
from dataclasses import asdict
from datetime import date, datetime, time

from app.commands.kit import Commands, with_database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from models.applications.queries.once_only import OnceOnlyRow, once_only


def add_stats(commands: Commands) -> None:
    """Add `stats once-only`."""
    parser = commands.add_parser("stats", help="figures about the services")
    subjects = parser.add_subparsers(required=True, metavar="SUBJECT")
    text = "the share of answers and documents that people did not have to give again"
    asked_once = subjects.add_parser("once-only", help=text, description=text)
    asked_once.add_argument(
        "--since", type=date.fromisoformat, metavar="DATE", help="only what was sent from this day on"
    )
    asked_once.add_argument("--json", action="store_true", help="one JSON object a line")
    asked_once.set_defaults(command=_once_only)


def _once_only(settings: Settings, options: argparse.Namespace) -> int:
    day: date | None = options.since
    since = datetime.combine(day, time(), regency_of(settings).zone) if day else None

    async def run() -> None:
        for row in await once_only(since=since):
            print(json.dumps(_as_json(row)) if options.json else _as_line(row))

    return with_database(settings, run)


def _as_json(row: OnceOnlyRow) -> dict[str, object]:
    return {**asdict(row), "fields_share": row.fields_share, "documents_share": row.documents_share}


def _as_line(row: OnceOnlyRow) -> str:
    line = _(
        "{service}: {applications} permohonan, isian {fields}, dokumen {documents} tidak perlu diberikan lagi"
    )
    return line.format(
        service=row.service or _("semua layanan"),
        applications=row.applications,
        fields=_part(row.fields_known, row.fields_asked, row.fields_share),
        documents=_part(row.documents_known, row.documents_asked, row.documents_share),
    )


def _part(known: int, asked: int, share: float | None) -> str:
    """`12 dari 40 (30 %)`."""
    text = _("{known} dari {asked}").format(known=known, asked=asked)
    return text if share is None else f"{text} ({share * 100:.0f} %)"
