"""Ending a request early."""

from starlette.exceptions import HTTPException


class ExplainedError(HTTPException):
    """Ends a request with a status and with words for people, which the error page shows."""
