"""Free TCP ports of this machine, the same ones again where possible."""

import secrets
import socket
from pathlib import Path

from app.local.problems import LocalProblem

LOOPBACK = "127.0.0.1"
# Below the ports that outgoing connections get: a client that knocks on a closed port of that range can
# connect to itself and so keep the server from coming back.
RANGE = range(20_000, 30_000)
BACKLOG = 2048
"""As many connections may wait as at uvicorn's own sockets."""


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


def listen(port: int, host: str) -> list[socket.socket]:
    """Take a port at every address that a host name stands for, before whoever will answer there is up.

    The sockets are for handing down: while one process holds them, nobody else can come in between, and
    connections wait while the one that answers is being started again. Raises OSError if the port is taken.
    """
    held: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            held.append(socket.socket(family, kind, protocol))
            held[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                held[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            held[-1].bind(address)
            held[-1].listen(BACKLOG)
    except OSError:
        for one in held:
            one.close()
        raise
    return held


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
