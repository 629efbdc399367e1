from pathlib import Path

from integrations.messages import LocalChannel
from models.kit.ids import new_id
from models.kit.ports import OutgoingMessage
from tests.clock import StoryClock


async def test_a_message_sent_twice_is_recorded_once_and_the_newest_comes_first(
    tmp_path: Path, clock: StoryClock
) -> None:
    channel = LocalChannel(tmp_path / "messages", clock)
    code = OutgoingMessage(new_id(), "+6281200000001", "Kode masuk Anda 123456")
    news = OutgoingMessage(new_id(), "+6281200000001", "Permohonan Anda diterima")

    first = await channel.send(code)
    await channel.send(news)
    again = await channel.send(code)

    assert first == again
    assert [message.text for message in await channel.recent()] == [news.text, code.text]
    assert [message.id for message in await channel.recent(limit=1)] == [news.id]
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "messages").iterdir()} == {0o600}
