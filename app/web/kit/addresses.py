"""Network addresses."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether the name or address stays on this machine; also true for none at all."""
    try:
        return not host or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
