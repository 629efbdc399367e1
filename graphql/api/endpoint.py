"""GraphQL over HTTP: bearer tokens, one operation a request, and JSON for every answer."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose
from strawberry.schema.base import BaseSchema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.body import MAX_BODY, MAX_BODY_OF_STRANGERS, BadRequest, Operation, read_operation
from api.context import Context

SPEC_TYPE = "application/graphql-response+json"
NO_CACHE = {"Cache-Control": "no-store", "Vary": "Accept, Authorization"}


class GraphQLEndpoint:
    """The ASGI application behind /graphql."""

    def __init__(
        self,
        schema: BaseSchema,
        *,
        context_of: Callable[[Request], Awaitable[Context]],
        page: str | None,
    ) -> None:
        self._schema = schema
        self._context_of = context_of
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await WebSocketClose(reason="no subscriptions here")(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except BadRequest as bad:
            response = refused(request, bad)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "POST"}:
            raise BadRequest(405, "NOT_ALLOWED", "Only GET and POST.")
        if self._page and _is_reader(request):
            return HTMLResponse(self._page, headers=NO_CACHE)
        context = await self._context_of(request)
        operation = await read_operation(request, most=MAX_BODY if context.account else MAX_BODY_OF_STRANGERS)
        result = await self._run(operation, context)
        body: dict[str, object] = {"data": result.data}
        if result.errors:
            body["errors"] = [error.formatted for error in result.errors]
        never_ran = result.data is None and not any(error.path for error in result.errors or ())
        if never_ran:
            del body["data"]
        return _json(request, body, status=400 if never_ran and _wants_spec(request) else 200)

    async def _run(self, operation: Operation, context: Context) -> ExecutionResult:
        types = {OperationType.QUERY}
        if context.method == "POST":
            types.add(OperationType.MUTATION)
        try:
            return await self._schema.execute(
                operation.query,
                variable_values=dict(operation.variables or {}),
                context_value=context,
                operation_name=operation.name,
                allowed_operation_types=types,
            )
        except InvalidOperationTypeError:
            raise BadRequest(
                405, "NOT_ALLOWED", "Only queries by GET, queries and mutations by POST."
            ) from None
        except CannotGetOperationTypeError as error:
            raise BadRequest(400, "INVALID", _undecided(error.operation_name)) from None


def _undecided(name: str | None) -> str:
    if name is not None:
        return f"There is no operation “{name[:80]}” in the query."
    return "The query must hold one operation, or the request say by operationName which of them to run."


def _is_reader(request: Request) -> bool:
    wants_page = "text/html" in request.headers.get("accept", "")
    return request.method == "GET" and wants_page and "query" not in request.query_params


def _wants_spec(request: Request) -> bool:
    return SPEC_TYPE in request.headers.get("accept", "")


def refused(request: Request, bad: BadRequest) -> Response:
    """The answer to a request that could not be understood."""
    response = _json(
        request, {"errors": [{"message": bad.message, "extensions": {"code": bad.code}}]}, status=bad.status
    )
    if bad.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if bad.status == 405:
        response.headers["Allow"] = "GET, POST" if request.method not in {"GET", "POST"} else "POST"
    return response


def _json(request: Request, body: Mapping[str, Any], *, status: int) -> Response:
    media_type = SPEC_TYPE if _wants_spec(request) else "application/json"
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, headers=NO_CACHE, media_type=f"{media_type}; charset=utf-8")
