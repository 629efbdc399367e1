"""Helpers assert as tests do, and should say as much when they fail."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.crash.{name}" for name in ("clients", "counting", "documents", "journeys"))
)
