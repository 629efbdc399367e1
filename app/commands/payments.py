"""`kabupaten payments`: money that an officer has to look after."""

import argparse
import json
from dataclasses import asdict

from app.commands.kit import Commands, with_database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from models.billing.astray import AstrayRow, money_astray
from models.billing.workflow import Taken
from models.kit.text import N_
from models.services.presenting import rupiah

_WHY = {
    Taken.WRONG_AMOUNT: N_("jumlahnya lain dengan tagihan"),
    Taken.UNKNOWN: N_("tagihannya tidak dikenal"),
    Taken.LATE: N_("tagihannya sudah berakhir"),
    Taken.TWICE: N_("tagihannya sudah lunas"),
}


def add_payments(commands: Commands) -> None:
    """Add `payments astray`."""
    parser = commands.add_parser("payments", help="money that has come")
    subjects = parser.add_subparsers(required=True, metavar="SUBJECT")
    text = "every notice of a bank whose money paid nothing, to be given back"
    astray = subjects.add_parser("astray", help=text, description=text)
    astray.add_argument("--json", action="store_true", help="one JSON object a line")
    astray.set_defaults(command=_astray)


def _astray(settings: Settings, options: argparse.Namespace) -> int:
    zone = regency_of(settings).zone

    async def run() -> None:
        for row in await money_astray():
            local = row.received_at.astimezone(zone)
            print(
                _as_json(row, local.isoformat()) if options.json else _as_line(row, f"{local:%Y-%m-%d %H:%M}")
            )

    return with_database(settings, run)


def _as_json(row: AstrayRow, at: str) -> str:
    return json.dumps({**asdict(row), "received_at": at})


def _as_line(row: AstrayRow, at: str) -> str:
    line = _("{at} {channel} {notice}: {amount} untuk {bill}, {why}")
    return line.format(
        at=at,
        channel=row.channel,
        notice=row.notice,
        amount=rupiah(row.amount),
        bill=row.bill,
        why=_(_WHY[row.result]),
    )
