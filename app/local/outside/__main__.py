"""`python -m app.local.outside --port N --folder DIR`: registries and bank on this machine only, until SIGTERM."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from app.local.outside.application import create_outside
from app.local.outside.line import CuttableLine
from app.local.ports import LOOPBACK
from integrations.files import private_folder


def main(argv: Sequence[str] | None = None) -> int:
    """Serve on loopback; the keys are made where they are missing."""
    parser = argparse.ArgumentParser(prog="python -m app.local.outside", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True, help="keys and bills; open to its owner alone")
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="whom the bank tells of payments")
    options = parser.parse_args(argv)
    app = create_outside(private_folder(options.folder), site=options.site)
    uvicorn.run(
        app,
        host=LOOPBACK,
        port=options.port,
        http=CuttableLine,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
