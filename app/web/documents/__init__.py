"""Files: taken from programs, handed out behind links, and kept in the wallet."""

from app.web.documents import download, upload, wallet

routes = [*download.routes, *upload.routes, *wallet.routes]
