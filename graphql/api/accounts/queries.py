"""Reading one's own account."""

import strawberry

from api.accounts.types import Account
from api.context import Info
from api.fields import field


@strawberry.type
class AccountQueries:
    """Who am I?"""

    @field("The account behind the token; null without one.")
    def me(self, info: Info) -> Account | None:
        """One's own account."""
        return Account.of(info.context.account) if info.context.account else None
