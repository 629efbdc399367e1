"""Connections that a handler can break, as a server does that falls over."""

import asyncio
import socket
import struct

from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_AT_ONCE = struct.pack("ii", 1, 0)


class CuttableLine(HttpToolsProtocol):
    """uvicorn's own, with the transport within reach."""

    def on_message_begin(self) -> None:
        """Hand the transport on with the request."""
        super().on_message_begin()
        self.scope["state"]["transport"] = self.transport


def reset(request: Request) -> None:
    """Break the connection the hard way (RST)."""
    transport: asyncio.Transport = request.state.transport
    line: socket.socket = transport.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()


def cut(request: Request, body: bytes) -> None:
    """Promise twice the body and hang up after one."""
    transport: asyncio.Transport = request.state.transport
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {2 * len(body)}\r\n\r\n"
    transport.write(head.encode() + body)
    transport.close()
