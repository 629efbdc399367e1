"""Taking a document out of the wallet."""

from typing import Annotated

import strawberry

from api.context import Info
from api.errors import Problems, mutation
from api.wallet.types import WalletItem
from models.documents.keeping import EntryNotFound, withdraw_entry
from models.documents.wallet import wallet_of
from models.kit.ids import parse_id


@strawberry.input(description="A document that is not to be offered any more.")
class WithdrawWalletItemInput:
    """What is taken out."""

    item_id: strawberry.ID = strawberry.field(description="The `id` of a `WalletItem`.")


@strawberry.type(description="The wallet, after something was taken out.")
class ChangedWallet:
    """What is left."""

    items: list[WalletItem] = strawberry.field(description="What is still offered, as in `myWallet`.")


WithdrawWalletItemResult = Annotated[
    ChangedWallet | Problems,
    strawberry.union("WithdrawWalletItemResult", description="What is left, or why nothing was taken out."),
]


@strawberry.type
class WalletMutations:
    """Taking a document out of the wallet."""

    @mutation(
        "Stop offering a document for reuse, for good; what it was used for stays. For its owner. Doing it again does"
        " nothing anew.",
    )
    async def withdraw_wallet_item(
        self,
        info: Info,
        input: Annotated[WithdrawWalletItemInput, strawberry.argument(description="What is taken out.")],
    ) -> WithdrawWalletItemResult:
        """Withdraw."""
        context = info.context
        entry = parse_id("wallet", input.item_id)
        if entry is None:
            raise EntryNotFound("itemId")
        await withdraw_entry(entry, by=context.actor, at=context.at)
        wallet = await wallet_of(context.actor, today=context.today)
        return ChangedWallet(items=[WalletItem.of(row, context) for row in wallet.valid])
