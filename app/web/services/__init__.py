"""The front page and the catalogue of services."""

from app.web.services import home, pages

routes = [*home.routes, *pages.routes]
