"""`python -m tests.crash.fatal`: one deed in a process of its own, which kills itself at a named moment.

Reads the deed from standard input; everything else is the real regency on the real database.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Never
from uuid import UUID

import app.cli
import app.worker
import models.billing.operations as billing
import models.checks.operations as checking
import models.permits.operations as permits
from app.database import database
from app.regency import regency_of
from app.seed import officer_password
from app.settings import Settings
from models.applications.operations import deciding, submitting, waking
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.tables import Event
from models.kit.ports import PermitSheet, Renderer, Signatory, SignedDocument, Signer
from models.kit.regency import Regency
from models.kit.transactions import unit_of_work
from models.messages.tables import Message
from models.permits.preparing import prepare_permit
from tests.clock import StoryClock, day_of
from tests.crash.fatal_outside import FatalBank, FatalPopulation
from tests.crash.fatal_storage import FatalStorage
from tests.story import Story, reklame


class Moment(StrEnum):
    """Where a process ends without another word."""

    RENDERED = "rendered"
    PREPARED_STORED = "prepared-stored"
    SIGNED = "signed"
    SIGNED_STORED = "signed-stored"
    ASKING = "asking"
    ANSWERED = "answered"
    BEFORE_COMMIT = "before-commit"
    AFTER_COMMIT = "after-commit"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do; `application` holds a UUID in hex, `document` that of the paper to apply with.

    `door` is the descriptor of an inherited socket at which a web process answers.
    """

    verb: str
    now: str
    application: str = ""
    document: str = ""
    door: int = 0

    def to_json(self, moment: Moment) -> str:
        """What the child reads."""
        return json.dumps({"moment": moment, "deed": asdict(self)})


async def do(deed: Deed, story: Story) -> None:
    """Do it; the idempotency keys are always the same, so that doing it again is a replay."""
    story.now = datetime.fromisoformat(deed.now)
    match deed.verb:
        case "submit":
            papers = [(key, UUID(hex=deed.document)) for key in ("site-photo", "design")]
            draft = ApplicationDraft("izin-reklame", reklame(day_of(story.now)), papers, "submit")
            by = await story.citizen()
            await submit_application(draft, by=by, at=story.at(), regency=story.regency)
        case "decide":
            await story.decide(UUID(hex=deed.application), "tax", "bapenda", key="decide")
        case "prepare":
            await prepare_permit(UUID(hex=deed.application), at=story.at(), regency=story.regency)
        case "sign":
            await story.sign(UUID(hex=deed.application), key="sign")
        case _:
            raise ValueError(deed.verb)


def die() -> Never:
    """kill -9, by one's own hand."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError("SIGKILL was survived")


@dataclass
class FatalRenderer:
    """Dies with the finished PDF in its hands."""

    inner: Renderer

    async def render(self, sheet: PermitSheet) -> bytes:
        """Render, and die."""
        await self.inner.render(sheet)
        die()


@dataclass
class FatalSigner:
    """Dies with the signed PDF in its hands."""

    inner: Signer

    async def sign(
        self, pdf: bytes, signatory: Signatory, secret: str, *, reason: str, location: str, reference: str
    ) -> SignedDocument:
        """Sign, and die."""
        await self.inner.sign(pdf, signatory, secret, reason=reason, location=location, reference=reference)
        die()


def doomed(regency: Regency, moment: Moment) -> Regency:
    """The regency with one thing about it fatal."""
    match moment:
        case Moment.RENDERED:
            return replace(regency, renderer=FatalRenderer(regency.renderer))
        case Moment.SIGNED:
            return replace(regency, signer=FatalSigner(regency.signer))
        case Moment.PREPARED_STORED:
            return replace(regency, storage=FatalStorage(regency.storage, _is_prepared, die))
        case Moment.SIGNED_STORED:
            return replace(regency, storage=FatalStorage(regency.storage, _is_signed, die))
        case Moment.ASKING | Moment.ANSWERED:
            bank = FatalBank(regency.payments, die, unasked=moment is Moment.ASKING)
            return replace(regency, payments=bank, population=FatalPopulation(regency.population, die))
        case Moment.BEFORE_COMMIT | Moment.AFTER_COMMIT:
            _doom_commits(before=moment is Moment.BEFORE_COMMIT)
            return regency


def _is_prepared(key: str) -> bool:
    return key.startswith("permits/prepared/")


def _is_signed(key: str) -> bool:
    return key.startswith("permits/") and not _is_prepared(key)


def _doom_commits(*, before: bool) -> None:
    """Make the transaction that tells or adds to a history the last one, just before or just after its COMMIT."""

    async def told() -> int:
        return await Event.all().count() + await Message.all().count()

    @asynccontextmanager
    async def last_transaction() -> AsyncIterator[None]:
        known = await told()
        async with unit_of_work():
            yield
            wrote = await told() > known
            if wrote and before:
                die()
        if wrote:
            die()

    for module in (submitting, deciding, waking, permits, billing, checking):
        module.unit_of_work = last_transaction  # type: ignore[attr-defined]


async def _main(told: dict[str, str], deed: Deed) -> None:
    clock = StoryClock(datetime.fromisoformat(deed.now))
    settings = replace(Settings.from_env(os.environ), clock=clock)
    moment = Moment(told["moment"])
    async with database(os.environ["DATABASE_URL"]):
        regency = doomed(regency_of(settings), moment)
        await do(deed, Story(regency, officer_password(settings.var_dir)))


def _work(moment: Moment) -> None:
    """The real worker, with a fatal regency."""
    real: Callable[[Settings], Regency] = regency_of
    app.worker.regency_of = lambda settings: doomed(real(settings), moment)  # type: ignore[attr-defined]
    app.cli.main(["worker"])


def _serve(moment: Moment, door: int) -> None:
    """The real web process, whose commits are fatal."""
    _doom_commits(before=moment is Moment.BEFORE_COMMIT)
    app.cli.main(["serve", "--fd", str(door)])


if __name__ == "__main__":
    heard = json.load(sys.stdin)
    what = Deed(**heard["deed"])
    match what.verb:
        case "work":
            _work(Moment(heard["moment"]))
        case "serve":
            _serve(Moment(heard["moment"]), what.door)
        case _:
            asyncio.run(_main(heard, what))
