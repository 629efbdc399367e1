"""A process of its own in which a file is judged with no more than so much memory beside what Python has taken."""

import subprocess
import sys
from pathlib import Path

_JUDGE = """
import resource, sys
from models.documents.errors import FileRefused
from models.documents.intake import examine

taken = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
limit = taken + int(sys.argv[2]) * 1024**2
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    print(examine("berkas", open(sys.argv[1], "rb").read()).media_type)
except FileRefused as refused:
    print(type(refused).__name__)
"""
ROOT = Path(__file__).parents[3]


def judged_within(megabytes: int, content: bytes, folder: Path) -> str:
    """The kind of the file, or the name of its refusal; fails with what Python says when the memory was not enough."""
    file = folder / "berkas"
    file.write_bytes(content)
    asked = [sys.executable, "-c", _JUDGE, str(file), str(megabytes)]
    answer = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=False)
    assert answer.returncode == 0, answer.stderr[-2000:]
    return answer.stdout.strip()
