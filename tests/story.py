"""The people of the demo and what they do, for tests that need an application to stand somewhere."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from models.accounts import queries as accounts
from models.accounts import tables as account_tables
from models.applications import tables
from models.applications.journal import Happening, open_journal
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.correcting import Correction, correct_application
from models.applications.operations.deciding import decide_task
from models.applications.operations.submitting import (
    ApplicationDraft,
    SubmittedApplication,
    submit_application,
)
from models.applications.operations.waking import wake_application
from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.applications.states import Decision, EventKind
from models.documents.operations import store_document
from models.kit.actor import SYSTEM, Actor
from models.kit.ids import random_code
from models.kit.regency import Regency
from models.kit.transactions import unit_of_work
from models.permits.operations import PermitSigning, sign_permit
from tests.appointments import times_to_come
from tests.clock import TODAY, StoryClock, day_of


def reklame(today: date) -> dict[str, Any]:
    """A shop's signboard, from next week on."""
    return {
        "kind": "signboard",
        "text": "Warung Sederhana",
        "width": 2,
        "height": 1.5,
        "sides": 1,
        "quantity": 1,
        "location": "Jalan Raya Salaman, Ngargoretno",
        "land_owner": "own",
        "road_space": False,
        "start_date": (today + timedelta(days=7)).isoformat(),
        "end_date": (today + timedelta(days=300)).isoformat(),
    }


REKLAME: Mapping[str, Any] = reklame(TODAY)
USAHA: Mapping[str, Any] = {
    "business_name": "Warung Bu Tini",
    "business_field": "food",
    "products": "Gula aren",
    "since": 2019,
    "turnover": "under-5m",
    "business_address": "Dusun Karangsari RT 003/RW 001",
    "purpose": "kur",
}
PAPERS = {"izin-reklame": ("site-photo", "design"), "surat-keterangan-usaha": ("business-photo",)}


PAGE = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\nstartxref\n9\n%%EOF\n"
"""As little as is taken for a PDF."""


def photo(colour: str = "green") -> bytes:
    """A small picture, as a phone would send it."""
    file = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(file, "JPEG")
    return file.getvalue()


@dataclass
class Story:
    """One installation, and its clock, which goes on a minute with each deed."""

    regency: Regency
    password: str

    @property
    def clock(self) -> StoryClock:
        """The clock by which the whole installation goes."""
        clock = self.regency.clock
        assert isinstance(clock, StoryClock), "a story needs a clock that can be moved on"
        return clock

    @property
    def now(self) -> datetime:
        """Where the story is; may be moved on."""
        return self.clock.now

    @now.setter
    def now(self, at: datetime) -> None:
        self.clock.now = at

    @property
    def today(self) -> date:
        """The day in the regency."""
        return day_of(self.now)

    def at(self) -> datetime:
        """The next minute."""
        self.now += timedelta(minutes=1)
        return self.now

    async def wait_for_office(self, working_days: int = 1) -> None:
        """Until nine o'clock on the next working day, or so many of them on."""
        self.now = (await times_to_come(self.now, working_days))[-1]

    async def citizen(self, number: int = 1) -> Actor:
        """The citizen with the phone +628120000000N."""
        subject = self.regency.vault.blind("phone", f"+62812000000{number:02d}")
        account = await account_tables.Account.get(phone_hash=subject)
        return (await accounts.accounts_by_id([account.id]))[account.id].actor

    async def officer(self, username: str) -> Actor:
        """An officer by user name."""
        account = await accounts.account_named(username)
        assert account is not None
        return account.actor

    async def document(self, by: Actor, name: str = "lokasi.jpg", colour: str = "green") -> UUID:
        """A photo, or by its name a PDF, that somebody has given."""
        content = PAGE if name.endswith(".pdf") else photo(colour)
        row = await store_document(name, content, by=by, at=self.at(), regency=self.regency)
        return row.id

    async def submit(
        self,
        service: str = "izin-reklame",
        *,
        by: Actor | None = None,
        key: str | None = None,
        documents: Sequence[tuple[str, UUID]] | None = None,
        **answers: Any,
    ) -> SubmittedApplication:
        """An application with all its papers."""
        by = by or await self.citizen()
        if documents is None:
            documents = [(paper, await self.document(by)) for paper in PAPERS[service]]
        given = USAHA if service == "surat-keterangan-usaha" else reklame(day_of(self.clock.began))
        draft = ApplicationDraft(service, {**given, **answers}, documents, key or random_code())
        return await submit_application(draft, by=by, at=self.at(), regency=self.regency)

    async def task(self, application: UUID, step: str) -> tables.Task:
        """A step of an application as it is stored."""
        return await tables.Task.get(application_id=application, step=step)

    async def decide(
        self,
        application: UUID,
        step: str,
        officer: str,
        decision: Decision = Decision.APPROVE,
        *,
        reason: str | None = None,
        findings: Sequence[Finding] = (),
        key: str | None = None,
    ) -> None:
        """An officer's answer to a step."""
        task = await self.task(application, step)
        answer = TaskAnswer(task.id, decision, reason, findings, key or random_code())
        await decide_task(answer, by=await self.officer(officer), at=self.at(), regency=self.regency)

    async def correct(
        self, application: UUID, answers: Mapping[str, Any], *documents: tuple[str, UUID]
    ) -> None:
        """The citizen's correction."""
        correction = Correction(application, answers, documents, random_code())
        await correct_application(correction, by=await self.citizen(), at=self.at(), regency=self.regency)

    async def hand_checks_over(self, application: UUID) -> None:
        """No registry answers: every machine check that is open becomes an officer's."""
        for task in await tables.Task.filter(application_id=application, role="machine", state="OPEN"):
            async with unit_of_work():
                journal = await open_journal(application, regency=self.regency)
                unanswered = Happening(EventKind.CHECKED, task.step, {"outcome": "no-answer"})
                await journal.append(unanswered, by=SYSTEM, at=self.at())

    async def withdraw(self, application: UUID, reason: str = "") -> None:
        """The citizen takes the application back."""
        withdrawal = Withdrawal(application, reason, random_code())
        by = await self.citizen()
        await withdraw_application(withdrawal, by=by, at=self.at(), regency=self.regency)

    async def sleep(self, application: UUID) -> None:
        """Let time pass until something happens by itself to the application."""
        wake_at = (await tables.Application.get(id=application)).wake_at
        assert wake_at is not None
        self.now = max(self.now, wake_at)
        await wake_application(application, at=self.now, regency=self.regency)

    async def verify_all(self, application: UUID) -> None:
        """The three agencies of izin-reklame approve."""
        for step, officer in (("tax", "bapenda"), ("construction", "dpupr"), ("public-order", "satpolpp")):
            await self.decide(application, step, officer)

    async def sign(
        self,
        application: UUID,
        officer: str = "kadis-dpmptsp",
        *,
        secret: str | None = None,
        key: str = "sign",
    ) -> None:
        """The head's signature."""
        task = await self.task(application, "signature")
        signing = PermitSigning(task.id, secret or self.password, key)
        await sign_permit(signing, by=await self.officer(officer), at=self.at(), regency=self.regency)

    async def issue(self) -> SubmittedApplication:
        """An izin-reklame from its beginning to its end."""
        sent = await self.submit()
        await self.verify_all(sent.id)
        await self.decide(sent.id, "decision", "dpmptsp")
        await self.sign(sent.id)
        return sent
