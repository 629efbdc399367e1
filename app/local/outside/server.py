"""The outside as a part that is started, looked after and stopped."""

import http.client
import os
import sys
import time
from pathlib import Path

from app.local.outside.key_files import make_key_files
from app.local.ports import LOOPBACK, remembered_port
from app.local.problems import LocalProblem
from app.local.process import tail
from app.local.supervisor import Program


class OutsideServer(Program):
    """One process, always on the port of its folder `VAR_DIR/outside`."""

    def __init__(self, var: Path, *, site: str) -> None:
        super().__init__("outside", [], var=var, env=os.environ)
        self.folder = var / "outside"
        self.site = site
        self.port = 0

    @property
    def url(self) -> str:
        """Where registries and bank are."""
        return f"http://{LOOPBACK}:{self.port}"

    def prepare(self) -> None:
        """End what was left over, make the keys, then find the port."""
        super().prepare()
        make_key_files(self.folder)
        self.port = remembered_port(self.folder / "port")
        options = ["--port", str(self.port), "--folder", str(self.folder), "--site", self.site]
        self.argv = [sys.executable, "-m", "app.local.outside", *options]

    def wait_until_ready(self, *, patience: float = 60.0) -> None:
        """Return once it answers; nothing of ours waits for that, only tests do."""
        give_up = time.monotonic() + patience
        while not self._answers():
            if not self.alive() or time.monotonic() > give_up:
                raise LocalProblem(
                    "Registri dan bank latihan tidak mau mulai.",
                    f"The outside does not start:\n{tail(self.log)}",
                )
            time.sleep(0.05)

    def _answers(self) -> bool:
        line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        try:
            line.request("GET", "/bank.css")
            return line.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
