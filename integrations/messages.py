"""The channel of the local profile: messages are written down instead of sent."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from integrations.files import create_once, private_folder
from models.kit.clock import Clock
from models.kit.ports import ChannelUnavailable, OutgoingMessage


@dataclass(frozen=True, slots=True)
class RecordedMessage:
    """A message that would have been sent, and when."""

    id: UUID
    at: datetime
    to: str
    text: str


class LocalChannel:
    """Implements `Channel` with one file for each message, named by its id."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = private_folder(folder)
        self._clock = clock

    async def send(self, message: OutgoingMessage) -> str:
        """Record the message once and answer a reference; raises ChannelUnavailable when the disk refuses."""
        about = {"id": str(message.id), "at": self._clock().isoformat()}
        content = json.dumps(about | {"to": message.to, "text": message.text}, ensure_ascii=False).encode()
        try:
            await asyncio.to_thread(create_once, self._folder / f"{message.id}.json", content)
        except OSError as error:
            raise ChannelUnavailable(error.strerror) from error
        return f"lokal-{message.id}"

    async def recent(self, limit: int = 50) -> list[RecordedMessage]:
        """The newest messages first."""
        return await asyncio.to_thread(self._recent, limit)

    def _recent(self, limit: int) -> list[RecordedMessage]:
        files = sorted(self._folder.glob("[!.]*.json"), key=_written_at, reverse=True)
        found = [_read(file) for file in files[:limit]]
        return sorted(found, key=lambda message: message.at, reverse=True)


def _written_at(file: Path) -> int:
    return file.stat().st_mtime_ns


def _read(file: Path) -> RecordedMessage:
    record = json.loads(file.read_bytes())
    return RecordedMessage(
        UUID(record["id"]), datetime.fromisoformat(record["at"]), record["to"], record["text"]
    )
