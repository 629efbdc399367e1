"""A key of its own for each application: with it history can be read, once it is destroyed nobody is in it any more."""

import pytest
from asyncpg import RaiseError
from cryptography.exceptions import InvalidTag

from models.kit.ids import new_id
from models.kit.transactions import rows_of
from models.kit.vault import Vault
from models.privacy.sealing import destroy_key, known_seal, seal_of
from models.privacy.tables import ApplicationKey
from tests.story import Story


async def test_what_is_sealed_opens_until_the_key_is_destroyed_and_no_other_is_made(story: Story) -> None:
    id, vault = new_id(), story.regency.vault
    assert await known_seal(id, vault=vault) is None
    seal = await seal_of(id, at=story.at(), vault=vault)
    again = await seal_of(id, at=story.at(), vault=vault)
    other = await seal_of(new_id(), at=story.at(), vault=vault)
    assert seal is not None
    assert again is not None
    assert other is not None
    sealed = seal.seal("Tini Contoh", "name")
    assert again.open(sealed, "name") == "Tini Contoh"
    for stranger in (other, vault):
        with pytest.raises(InvalidTag):
            stranger.open(sealed, "name")
    for _ in range(2):
        await destroy_key(id, at=story.at())
    assert await seal_of(id, at=story.at(), vault=vault) is None
    assert (await ApplicationKey.get(application_id=id)).key_sealed is None


async def test_the_regencys_secret_is_needed_and_is_not_enough(story: Story) -> None:
    id, vault = new_id(), story.regency.vault
    await seal_of(id, at=story.at(), vault=vault)
    with pytest.raises(InvalidTag):
        await known_seal(id, vault=Vault(bytes(32)))
    row = await ApplicationKey.get(application_id=id)
    assert row.key_sealed is not None
    with pytest.raises(InvalidTag):
        vault.open(row.key_sealed, f"application-key {new_id().hex}")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE application_key SET key_sealed = 'x', destroyed_at = NULL",
        "UPDATE application_key SET application_id = gen_random_uuid()",
        "DELETE FROM application_key",
    ],
)
async def test_a_destroyed_key_stays_destroyed(story: Story, change: str) -> None:
    await destroy_key(new_id(), at=story.at())
    with pytest.raises(RaiseError, match="never changed"):
        await rows_of(change)
