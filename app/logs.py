"""Logs: one JSON line an event on stderr; facts and identifiers, never a person's data."""

import logging
import sys

import structlog


def set_up_logs(level: str) -> None:
    """Send structlog and the standard library's loggers to stderr as JSON lines."""
    number = logging.getLevelNamesMapping().get(level, logging.INFO)
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for noisy in ("tortoise", "asyncio", "arq.worker", "pyhanko", "fontTools"):
        logging.getLogger(noisy).setLevel(max(number, logging.WARNING))
