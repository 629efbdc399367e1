"""Checking an issued document."""

from app.web.permits import check

routes = [*check.routes]
