"""Who one is: signing in, and the data of one's own person."""

from app.web.accounts import identity, password, sign_in

routes = [*identity.routes, *sign_in.routes, *password.routes]
