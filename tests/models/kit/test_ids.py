"""Numbers as people write them."""

import pytest

from models.kit.ids import normalised_number


@pytest.mark.parametrize(
    "typed",
    [
        "RKL-2611-7F3K9",
        " rkl-2611-7f3k9 ",
        "RKL 2611 7F3K9",
        "RKL - 2611 – 7F3K9",
        "RKL–2611–7F3K9",
        "RKL-\t2611\n7F3K9",
    ],
)
def test_a_number_is_found_however_it_was_copied(typed: str) -> None:
    assert normalised_number(typed) == "RKL-2611-7F3K9"
