"""`kabupaten officer`: officers who come, who need a new password, and who go."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime

from app.commands.kit import Commands, add_command, with_database
from app.i18n import _
from app.regency import regency_of
from app.seed import give_sample_key, officer_password
from app.settings import Settings
from models.accounts.officers import (
    GIVEN_PASSWORD_LIVES,
    OfficerRow,
    add_officer,
    officers,
    reset_password,
)
from models.accounts.operations import OfficerDraft
from models.agencies.queries import AgencyRow, agencies_by_code
from models.applications.operations.leaving import Farewell, end_officer
from models.kit.actor import OfficerRole
from models.kit.errors import NotFound
from models.kit.regency import Regency
from models.kit.text import N_

Act = Callable[[argparse.Namespace, Settings, Regency], Awaitable[None]]


class AgencyUnknown(NotFound):
    """No agency has this code."""

    message = N_("Tidak ada instansi dengan kode {code}.")


def add_officers(commands: Commands) -> None:
    """Add `officer add|end|password|list`."""
    parser = commands.add_parser("officer", help="officers who come and go")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    add = _verb(verbs, "add", _added, "a new officer; prints a first password, which has to be changed")
    add.add_argument("username")
    add.add_argument("--agency", required=True, metavar="CODE")
    add.add_argument("--role", required=True, choices=[role.value for role in OfficerRole])
    add.add_argument("--name", required=True)
    add.add_argument("--position", default="", help="as it stands under a signature; a head has one")
    add.add_argument("--nip")
    end = _verb(verbs, "end", _ended, "an officer has left: nothing opens their account any more")
    end.add_argument("username")
    password = _verb(verbs, "password", _given, "a new first password; the old one and all sessions are over")
    password.add_argument("username")
    listing = _verb(verbs, "list", _listed, "all officers, those who have left too")
    listing.add_argument("--agency", metavar="CODE")


def _verb(verbs: Commands, name: str, act: Act, help: str) -> argparse.ArgumentParser:
    def run(settings: Settings, options: argparse.Namespace) -> int:
        return with_database(settings, lambda: act(options, settings, regency_of(settings)))

    return add_command(verbs, name, run, help)


async def _added(options: argparse.Namespace, settings: Settings, regency: Regency) -> None:
    agency = await _agency(options.agency)
    draft = OfficerDraft(
        username=options.username,
        name=options.name,
        agency_id=agency.id,
        role=OfficerRole(options.role),
        position=options.position,
        nip=options.nip,
    )
    _hand_out(await add_officer(draft, at=regency.now()))
    if regency.sample:
        await give_sample_key(draft, agency, officer_password(settings.var_dir), regency)


async def _given(options: argparse.Namespace, settings: Settings, regency: Regency) -> None:
    _hand_out(await reset_password(options.username, at=regency.now()))


def _hand_out(password: str) -> None:
    """The password alone on stdout; what there is to know about it beside it."""
    days = GIVEN_PASSWORD_LIVES.days
    text = _("Kata sandi pertama, berlaku {days} hari; pemiliknya menggantinya saat pertama kali masuk.")
    print(text.format(days=days), file=sys.stderr)
    print(password)


async def _ended(options: argparse.Namespace, settings: Settings, regency: Regency) -> None:
    for line in _told(options.username, await end_officer(options.username, at=regency.now())):
        print(line)


def _told(username: str, farewell: Farewell) -> list[str]:
    leave = farewell.leave
    ended = _(
        "{username} tidak bertugas lagi: {sessions} sesi, {tokens} token dan {delegations} delegasi diakhiri,"
        " {claims} tugas dilepaskan."
    )
    lines = [
        ended.format(
            username=username,
            sessions=leave.sessions,
            tokens=leave.tokens,
            delegations=leave.delegations,
            claims=farewell.claims,
        )
    ]
    if leave.role is OfficerRole.HEAD and not leave.signs:
        lines.append(
            _(
                "Tidak ada lagi yang menandatangani di instansinya: tambahkan pimpinan baru, atau Sekda menunjuk Plt."
            )
        )
    if leave.role is OfficerRole.OFFICER and leave.officers < 2:
        text = _("Petugas yang tersisa di instansinya: {count}.")
        lines.append(text.format(count=leave.officers))
    return lines


async def _listed(options: argparse.Namespace, settings: Settings, regency: Regency) -> None:
    if options.agency is not None:
        await _agency(options.agency)
    for row in await officers(agency=options.agency):
        print(_line(row, regency))


async def _agency(code: str) -> AgencyRow:
    agency = (await agencies_by_code([code])).get(code)
    if agency is None:
        raise AgencyUnknown("agency", code=code)
    return agency


def _line(row: OfficerRow, regency: Regency) -> str:
    def day(at: datetime) -> str:
        return f"{at.astimezone(regency.zone):%Y-%m-%d}"

    line = f"{row.agency} {row.username} {row.role.value}: {row.name}"
    line += f", {row.position}" if row.position else ""
    if row.ended_at is not None:
        return f"{line} ({_('berhenti {day}').format(day=day(row.ended_at))})"
    if row.password_until is not None:
        until = day(row.password_until)
        return f"{line} ({_('kata sandi pertama, sampai {day}').format(day=until)})"
    return line
