"""Asking a service outside: once, again after a short while, and not at all while it is known to be out of order."""

import asyncio
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import httpx2
import stamina
import structlog
from circuitbreaker import CircuitBreaker

Answer = TypeVar("Answer")
Read = Callable[[Any], Answer]
"""Makes of the JSON that came what we need; raises Nonsense."""

LARGEST = 64 * 1024
"""Bytes of an answer; ours are a few hundred."""
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

_log = structlog.get_logger()


class NoAnswer(Exception):
    """The service gave no answer that can be used; the text is ours and quotes nothing."""


class Nonsense(NoAnswer):
    """It answered something that is not an answer."""


class Refused(NoAnswer):
    """It will not answer us, however often we ask."""


class Passing(NoAnswer):
    """It may answer when asked again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds and counts; `total` stays well under the ten seconds that a job has."""

    attempt: float = 2.5
    total: float = 7.0
    tries: int = 3
    pause: float = 0.2
    """Before the second try; the third waits twice as long; both a little longer by chance."""
    failures: int = 5
    """Questions in a row without an answer, after which nobody is asked."""
    rest: float = 30.0
    """How long nobody is asked; then one question tells whether it works again."""


class Service:
    """One service outside that takes and gives JSON. Each process has its own breaker."""

    def __init__(
        self, name: str, url: str, *, headers: Mapping[str, str] | None = None, patience: Patience
    ) -> None:
        self.name = name
        self._url = url.rstrip("/")
        self._headers = {"Accept": "application/json", "Accept-Encoding": "identity"} | dict(headers or {})
        self._patience = patience
        self._breaker = CircuitBreaker(patience.failures, patience.rest, (BaseException,), name=name)
        self._tls = ssl.create_default_context() if url.startswith("https:") else False

    def __repr__(self) -> str:
        return f"Service({self.name})"

    async def ask(self, path: str, question: Mapping[str, Any], read: Read[Answer]) -> Answer:
        """POST the question and read the answer; raises NoAnswer within `total` seconds."""
        if self._breaker.opened:
            self._give_up("resting")
        try:
            with self._breaker:
                return await self._in_time(path, json.dumps(question).encode(), read)
        except NoAnswer as reason:
            # The breaker keeps its last failure: without the frames that hold the question.
            reason.__traceback__ = reason.__context__ = None
            self._give_up(str(reason))

    def _give_up(self, reason: str) -> NoReturn:
        """Only the reason goes on."""
        _log.warning("outside_gave_no_answer", service=self.name, reason=reason)
        raise NoAnswer(reason) from None

    async def _in_time(self, path: str, question: bytes, read: Read[Answer]) -> Answer:
        patience = self._patience
        retries = stamina.retry_context(
            on=Passing,
            attempts=patience.tries,
            timeout=patience.total,
            wait_initial=patience.pause,
            wait_max=patience.pause * 4,
            wait_jitter=patience.pause,
        )
        try:
            async with asyncio.timeout(patience.total):
                async for attempt in retries:
                    with attempt:
                        return read(_parsed(await self._once(path, question)))
        except TimeoutError:
            raise Passing("took too long") from None
        raise Passing("was never asked")

    async def _once(self, path: str, question: bytes) -> bytes:
        headers = {**self._headers, "Content-Type": "application/json"}
        try:
            async with (
                asyncio.timeout(self._patience.attempt),
                # Straight there: no proxy and no password from the environment, no redirect to somebody else.
                httpx2.AsyncClient(
                    verify=self._tls, trust_env=False, timeout=self._patience.attempt
                ) as client,
                client.stream("POST", self._url + path, content=question, headers=headers) as answer,
            ):
                _look_at(answer)
                return await _bounded(answer)
        except (httpx2.TransportError, TimeoutError) as error:
            raise Passing(type(error).__name__) from None


def _look_at(answer: httpx2.Response) -> None:
    if answer.status_code in _BUSY:
        raise Passing(f"HTTP {answer.status_code}")
    if answer.status_code != httpx2.codes.OK:
        raise Refused(f"HTTP {answer.status_code}")
    if "content-encoding" in answer.headers:
        raise Nonsense("packed although nobody asked for it")


async def _bounded(answer: httpx2.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > LARGEST:
            raise Nonsense("too large")
    return bytes(body)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Nonsense("not JSON") from None
