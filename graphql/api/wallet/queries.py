"""Reading one's own wallet."""

import strawberry

from api.context import Info
from api.fields import field
from api.wallet.types import WalletItem
from models.documents.wallet import wallet_of


@strawberry.type
class WalletQueries:
    """The wallet."""

    @field(
        "The documents that the signed-in citizen need not give again, newest first; without those that are past their"
        " last day, revoked or withdrawn. Empty for everybody else."
    )
    async def my_wallet(self, info: Info) -> list[WalletItem]:
        """What need not be given again."""
        context = info.context
        wallet = await wallet_of(context.actor, today=context.today)
        return [WalletItem.of(row, context) for row in wallet.valid]
