"""What the log says of a fault, and what it never says."""

import json
import logging

import pytest
import structlog

from app.logs import set_up_logs

NIK = "9908017777770001"


@pytest.fixture
def as_it_was() -> object:
    """The logging of the test run comes back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logging.basicConfig(level=level, handlers=handlers, force=True)
    structlog.reset_defaults()


def fall_over() -> None:
    raise ValueError(f"{NIK} is not what was expected")


@pytest.mark.usefixtures("as_it_was")
def test_an_exception_is_told_by_its_type_and_place_and_not_by_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("INFO")
    try:
        fall_over()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
        structlog.get_logger().exception("job_failed")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["error"] for line in lines] == ["ValueError", "ValueError"]
    assert all("fall_over" in line["frames"][-1] for line in lines)
    assert NIK not in json.dumps(lines)
