"""A handle on the running outside: what trouble it makes, how often it was asked, whom the bank tells."""

from typing import Any

import httpx2

from app.local.outside.keys import kept_keys
from app.local.outside.server import OutsideServer
from app.local.outside.trouble import SERVICES


class Outside:
    """`trouble(population="down:reset", times=1)`; the words stand in `app/local/outside/trouble.py`."""

    def __init__(self, server: OutsideServer) -> None:
        self.server = server
        self.url = server.url
        self.keys = kept_keys(server.folder)
        self._headers = {"Authorization": f"Bearer {self.keys.control}"}

    def trouble(self, **told: Any) -> None:
        """Order trouble, or with `site` another regency to tell of payments."""
        with self._client() as client:
            answer = client.post("/kendali", json=told)
            assert answer.status_code == 200, answer.text

    def calm(self) -> None:
        """End all trouble."""
        self.trouble(**dict.fromkeys(SERVICES, "ok"), site=self.server.site)

    def asked(self, service: str) -> int:
        """How often a service was asked since it was started."""
        with self._client() as client:
            return int(client.get("/kendali").json()["asked"].get(service, 0))

    @property
    def site(self) -> str:
        """Whom the bank tells of payments now."""
        with self._client() as client:
            return str(client.get("/kendali").json()["site"])

    def _client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, headers=self._headers, trust_env=False, verify=False)
