"""Reading a GraphQL request from HTTP; every way to get it wrong has an answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Never

from starlette.exceptions import HTTPException
from starlette.requests import Request

MAX_BODY = 256 * 1024
MAX_BODY_OF_STRANGERS = 32 * 1024
"""Bytes without a token: enough for every public question and for reading the schema."""
_NAMES = {"query": str, "variables": dict, "operationName": str, "extensions": dict}


class BadRequest(Exception):
    """A request that cannot be understood: the status and the code of the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked."""

    query: str
    variables: Mapping[str, Any] | None
    name: str | None


async def read_operation(request: Request, *, most: int = MAX_BODY) -> Operation:
    """The operation in a GET or POST of at most so many bytes; raises BadRequest."""
    if request.method == "GET":
        parameters: dict[str, Any] = dict(request.query_params)
        for name in ("variables", "extensions"):
            if name in parameters:
                parameters[name] = _parsed(parameters[name])
        return _operation(parameters)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise BadRequest(415, "UNSUPPORTED_TYPE", "Send the request as application/json.")
    return _operation(_parsed(await _body(request, most)))


async def _body(request: Request, most: int) -> bytes:
    announced = request.headers.get("content-length", "")
    body = bytearray()
    if announced.isdecimal() and float(announced) > most:
        raise _too_large(most)
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise _too_large(most)
    except HTTPException:  # somebody further out counts too
        raise _too_large(most) from None
    return bytes(body)


def _too_large(most: int) -> BadRequest:
    return BadRequest(413, "TOO_LARGE", f"A request may have {most} bytes.")


def _parsed(text: str | bytes) -> Any:
    try:
        value = json.loads(text, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (
        ValueError,
        RecursionError,
    ):  # not JSON, not Unicode, a number of 5,000 digits, or a thousand brackets
        raise BadRequest(400, "INVALID", "This is not JSON that can be read.") from None
    return value


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def _operation(asked: object) -> Operation:
    if isinstance(asked, list):
        raise BadRequest(400, "INVALID", "Send one operation at a time: batches are not taken.")
    if not isinstance(asked, dict):
        raise BadRequest(400, "INVALID", "The request must be a JSON object with a query.")
    for name, kind in _NAMES.items():
        if asked.get(name) is not None and not isinstance(asked[name], kind):
            raise BadRequest(
                400, "INVALID", f"{name} must be {'text' if kind is str else 'an object'} or null."
            )
    query = asked.get("query")
    if not query:
        raise BadRequest(400, "REQUIRED", "The request has no query.")
    return Operation(query, asked.get("variables"), asked.get("operationName") or None)
