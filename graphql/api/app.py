"""The door as `app/` mounts it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.types import ASGIApp

from api.body import BadRequest
from api.context import Context
from api.endpoint import GraphQLEndpoint
from api.schema import schema
from models.accounts.queries import AccountRow, account_of_token
from models.kit.caller import Caller, origin_of
from models.kit.regency import Regency

EXPLORER = Path(__file__).with_name("explorer.html")


def graphql_app(regency: Regency, *, local: bool, translate: Callable[[str], str] = str) -> ASGIApp:
    """The GraphQL door of a regency; `translate` is gettext. In the local profile browsers get an explorer."""

    async def context_of(request: Request) -> Context:
        at = regency.now()
        account = await _account(request, at)
        host = request.client.host if request.client else None
        caller = Caller(origin_of(host, regency.vault))
        return Context(regency, translate, at, request.method, account, caller)

    page = EXPLORER.read_text(encoding="utf-8") if local else None
    return GraphQLEndpoint(schema, context_of=context_of, page=page)


async def _account(request: Request, at: datetime) -> AccountRow | None:
    """Who holds the bearer token; a cookie is never looked at. Raises BadRequest for a token that opens nothing."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    account = await account_of_token(token.strip(), at=at) if scheme.lower() == "bearer" else None
    if account is None:
        raise BadRequest(401, "NOT_ALLOWED", "The bearer token is not known, or no longer good.")
    return account
