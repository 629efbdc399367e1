"""Who asks for or sends a file: a program with its token, or a browser with its session."""

from starlette.requests import Request

from models.accounts.queries import account_of_token
from models.kit.actor import Actor


async def actor_of(request: Request) -> Actor | None:
    """The caller by token where there is one, whether or not there is a session, too; None for nobody."""
    header = request.headers.get("authorization")
    if header is None:
        return request.state.actor  # type: ignore[no-any-return]
    scheme, _space, token = header.partition(" ")
    account = (
        await account_of_token(token.strip(), at=request.state.at) if scheme.lower() == "bearer" else None
    )
    return account.actor if account else None
