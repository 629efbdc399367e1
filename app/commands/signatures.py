"""`kabupaten verify`: the signature of an issued PDF."""

import argparse
from pathlib import Path

from app.commands.kit import Commands, add_command
from app.settings import Settings
from integrations.signing import LocalSigner
from integrations.verification import validate


def add_signatures(commands: Commands) -> None:
    """Add `verify`."""
    parser = add_command(commands, "verify", _verify, "check the signature of an issued PDF")
    parser.add_argument("file", type=Path)


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    authority = LocalSigner(settings.var_dir / "signing", settings.clock).authority()
    checks = validate(options.file.read_bytes(), [authority], at=settings.clock())
    for check in checks:
        print(f"{'valid' if check.good else 'NOT VALID'}: {check.signer}, {check.signed_at}, {check.reason}")
    return 0 if checks and all(check.good for check in checks) else 1
