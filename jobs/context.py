"""What every job gets."""

from typing import TypedDict

from arq.connections import ArqRedis

from models.kit.regency import Regency


class Context(TypedDict):
    """arq's context, with what `app/worker.py` puts in at start."""

    redis: ArqRedis
    regency: Regency
