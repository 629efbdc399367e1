"""What has been written down stays as it was, whoever asks the database."""

import pytest
from asyncpg import RaiseError

from models.kit.transactions import rows_of


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", ["event", "submission", "attachment", "service_version", "access_entry"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
async def test_history_is_appended_to_and_never_changed(table: str, change: str) -> None:
    with pytest.raises(RaiseError, match=f"{table} is appended to, never changed"):
        await rows_of(change.format(table))
