"""The `kabupaten` command, as a shell uses it."""

import subprocess
import sys
from pathlib import Path


def test_a_reader_that_has_read_enough_is_no_outage(root: Path) -> None:
    kabupaten = Path(sys.executable).with_name("kabupaten")
    check = f"{kabupaten} catalogue check --json tests/models/services/faults/*.yaml | head -n 1"
    told = subprocess.run(["sh", "-c", check], cwd=root, capture_output=True, text=True, check=False)
    assert told.stdout.count("\n") == 1
    assert told.stderr == ""
