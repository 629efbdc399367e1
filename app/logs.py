"""Logs: one JSON line an event on stderr; facts and identifiers, never a person's data."""

import io
import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, Processor


class _Stderr(io.StringIO):
    """Writes to what stands behind `sys.stderr` at that moment: loggers live longer than what it stood for before."""

    def write(self, text: str, /) -> int:
        """Write on."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush it."""
        sys.stderr.flush()


_STDERR = _Stderr()


def set_up_logs(level: str) -> None:
    """Send structlog and the standard library's loggers to stderr as JSON lines."""
    number = logging.getLevelNamesMapping().get(level, logging.INFO)
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(_STDERR),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(_STDERR)
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for noisy in ("tortoise", "asyncio", "arq.worker", "pyhanko", "fontTools", "httpx2", "httpcore2"):
        logging.getLogger(noisy).setLevel(max(number, logging.WARNING))


def without_words(logger: object, name: str, event: EventDict) -> EventDict:
    """An exception as its type and the places it came through: its message may quote what a person typed."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event
