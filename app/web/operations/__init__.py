"""What the people and programs that run the site ask: health, messages of the local profile, notices of payment."""

from app.web.operations import health, messages, payments

routes = [*health.routes, *messages.routes, *payments.routes]
