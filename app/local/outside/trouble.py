"""Trouble on demand: `POST /kendali` with the control token.

`{"population": "down:reset", "times": 1}` sets what a service does to its next questions; `"ok"` ends it. Services are
`population`, `tax` and `payment`, and the modes

- `slow`: answers after `delay` seconds (ten unless told);
- `down`: `:reset`, `:503` or `:cut` (hangs up in the middle of the answer);
- `garbage`: `:html`, `:half-json`, `:wrong-types`, `:odd-words`, `:too-little`, `:two-rows`, `:huge`, `:empty`,
  `:list`, `:binary`, `:deep`, `:packed` or `:redirect`.
"""

import asyncio
import gzip
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.local.outside.line import cut, reset

Endpoint = Callable[[Request], Awaitable[Response]]

SERVICES = ("population", "tax", "payment")
HALF = b'{"content": [{"NIK": "Ses'
_MANY = 4_000_000


def _rows(*names: str | None) -> bytes:
    """What the registry would say of a number and of a name, one row for each verdict on the name."""
    rows = [{"NIK": "Sesuai"} | ({"NAMA_LGKP": name} if name else {}) for name in names]
    return json.dumps({"content": rows}).encode()


GARBAGE: Mapping[str, tuple[str, bytes]] = {
    "html": ("text/html", b"<!doctype html><title>Maintenance</title><h1>Sedang perbaikan</h1>"),
    "half-json": ("application/json", HALF),
    "wrong-types": (
        "application/json",
        b'{"content": [{"NIK": true, "NAMA_LGKP": 250}], "STATUS": 1, "JENIS": {}, "kode": 5, "nomor": null}',
    ),
    "odd-words": ("application/json", _rows("Sesuai (999)")),
    "too-little": ("application/json", _rows(None)),
    "two-rows": ("application/json", _rows("Sesuai (100)", "Sesuai (100)")),
    "huge": ("application/json", b'{"content": "' + b"x" * _MANY + b'"}'),
    "empty": ("application/json", b""),
    "list": ("application/json", b"[]"),
    "binary": ("application/json", bytes(range(256))),
    "deep": ("application/json", b"[" * 50_000),
}
_DOWN = ("reset", "503", "cut")
_OTHER = ("packed", "redirect")


class UnknownTrouble(ValueError):
    """The order names no trouble that we can make."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a service does to its next questions; `times` None is until told otherwise."""

    mode: str
    kind: str
    delay: float = 10.0
    times: int | None = None


@dataclass(slots=True)
class Troubles:
    """What was ordered, and how often each service has been asked."""

    ordered: dict[str, Trouble] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def order(self, told: Mapping[str, Any]) -> None:
        """Take an order; raises UnknownTrouble before anything has changed."""
        delay, times = told.get("delay", 10.0), told.get("times")
        fresh = {name: _trouble(told[name], delay, times) for name in SERVICES if name in told}
        for name, trouble in fresh.items():
            self.ordered.pop(name, None)
            if trouble is not None:
                self.ordered[name] = trouble

    def next(self, service: str) -> Trouble | None:
        """Count a question and tell what shall become of it."""
        self.asked[service] += 1
        trouble = self.ordered.get(service)
        if trouble is not None and trouble.times is not None:
            if trouble.times <= 1:
                del self.ordered[service]
            else:
                self.ordered[service] = replace(trouble, times=trouble.times - 1)
        return trouble


def troubled(service: str, endpoint: Endpoint) -> Endpoint:
    """The endpoint, unless there is trouble."""

    async def answer(request: Request) -> Response:
        troubles: Troubles = request.app.state.troubles
        trouble = troubles.next(service)
        if trouble is None:
            return await endpoint(request)
        if trouble.mode == "slow":
            await asyncio.sleep(trouble.delay)
            return await endpoint(request)
        return _broken(request, trouble)

    return answer


def _trouble(word: object, delay: object, times: object) -> Trouble | None:
    mode, _, kind = word.partition(":") if isinstance(word, str) else ("", "", "")
    known = {"ok": ("",), "slow": ("",), "down": ("", *_DOWN), "garbage": ("", *GARBAGE, *_OTHER)}
    if kind not in known.get(mode, ()):
        raise UnknownTrouble(f"{json.dumps(word)} is no trouble")
    if not isinstance(delay, int | float) or not (times is None or isinstance(times, int)):
        raise UnknownTrouble("delay is in seconds and times is a whole number")
    if mode == "ok":
        return None
    return Trouble(mode, kind or {"down": "reset", "garbage": "html"}.get(mode, ""), float(delay), times)


def _broken(request: Request, trouble: Trouble) -> Response:
    match trouble.kind:
        case "503":
            return Response("Service Unavailable", 503)
        case "reset":
            reset(request)
        case "cut":
            cut(request, HALF)
        case "redirect":
            return Response(status_code=307, headers={"Location": "http://127.0.0.1:1/"})
        case "packed":
            packed = gzip.compress(b" " * _MANY)
            return Response(packed, media_type="application/json", headers={"Content-Encoding": "gzip"})
        case kind:
            media_type, body = GARBAGE[kind]
            return Response(body, media_type=media_type)
    return Response()
