"""Free TCP ports of this machine, the same ones again where possible."""

import secrets
import socket
from pathlib import Path

from app.local.problems import LocalProblem

LOOPBACK = "127.0.0.1"
# Below the ports that outgoing connections get: a client that knocks on a closed port of that range can
# connect to itself and so keep the server from coming back.
RANGE = range(20_000, 30_000)


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen there now."""
    for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError:
                return False
    return True


def free_port() -> int:
    """A port that nothing listens on."""
    for _ in range(200):
        port = secrets.choice(RANGE)
        if is_free(port):
            return port
    raise LocalProblem("Tidak ada port TCP yang bebas.", "No TCP port is free.")


def remembered_port(file: Path) -> int:
    """The port noted in the file if it is still free, else a new one, noted there."""
    if file.exists():
        noted = file.read_text().strip()
        if noted.isdigit() and is_free(int(noted)):
            return int(noted)
    port = free_port()
    file.write_text(f"{port}\n")
    return port
