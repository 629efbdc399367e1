"""The published contract: everything above, put together."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from api.accounts.delegating import DelegationMutations, DelegationQueries
from api.accounts.queries import AccountQueries
from api.applications.judging import ObjectionMutations, ObjectionQueries
from api.applications.mutations import ApplicationMutations
from api.applications.queries import ApplicationQueries
from api.applications.tasking import TaskMutations
from api.applications.transferring import TransferMutations, TransferQueries
from api.applications.visits import VisitQueries
from api.billing.mutations import PaymentMutations
from api.limits import Limits
from api.masking import ShownErrors, log_unexpected
from api.nodes import NodeQueries
from api.noting import note_looks
from api.parsing import Parsing
from api.permits.mutations import PermitMutations
from api.permits.queries import PermitQueries
from api.registers.asking import RegisterMutations, RegisterQueries
from api.scalars import SCALARS
from api.services.queries import ServiceQueries
from api.wallet.mutations import WalletMutations
from api.wallet.queries import WalletQueries

VALIDATED = 256
"""So many documents are known to be valid, or not, and need not be looked at again."""


@strawberry.type(description="What can be seen. Without a token, what is public.")
class Query(
    NodeQueries,
    AccountQueries,
    ServiceQueries,
    ApplicationQueries,
    ObjectionQueries,
    TransferQueries,
    VisitQueries,
    RegisterQueries,
    PermitQueries,
    DelegationQueries,
    WalletQueries,
):
    """What can be seen."""


@strawberry.type(
    description="What can be done. Each answers with the thing, or with `Problems` when nothing was done. A repeated"
    " request with the same idempotency key is done once."
)
class Mutation(
    ApplicationMutations,
    TaskMutations,
    TransferMutations,
    ObjectionMutations,
    PaymentMutations,
    RegisterMutations,
    PermitMutations,
    DelegationMutations,
    WalletMutations,
):
    """What can be done."""


class Contract(strawberry.Schema):
    """A schema that keeps people's data out of the log."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log what nobody expected."""
        for error in errors:
            log_unexpected(error)


schema = Contract(
    query=Query,
    mutation=Mutation,
    config=StrawberryConfig(scalar_map=SCALARS),
    extensions=[
        ShownErrors,
        Parsing,
        lambda: Limits(maxsize=VALIDATED),
    ],
)
note_looks(schema)


def printed() -> str:
    """The contract in GraphQL's schema language, as graphql/schema.graphql holds it."""
    return schema.as_str() + "\n"
