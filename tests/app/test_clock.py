"""Evaluation times: what is accepted, and the one form that comes out."""

import pytest

from meshgov.app import clock
from meshgov.errors import ConfigurationError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-23", "2026-11-23T00:00:00Z"),
        ("2026-11-23T10:20:30Z", "2026-11-23T10:20:30Z"),
        ("2026-11-23T10:20:30.9+02:00", "2026-11-23T08:20:30Z"),
    ],
)
def test_read(written: str, read: str) -> None:
    assert clock.parse(written) == read
    assert clock.parse(clock.parse(written)) == read


@pytest.mark.parametrize(
    "written",
    ["", "now", "23.11.2026", "2026-11-23T10:20:30", "2026-02-30", "0001-01-01T00:00:00+05:00"],
)
def test_refused(written: str) -> None:
    with pytest.raises(ConfigurationError, match="is not a point in time"):
        clock.parse(written)


def test_the_present_is_in_the_same_form() -> None:
    now = clock.current()
    assert clock.parse(now) == now
