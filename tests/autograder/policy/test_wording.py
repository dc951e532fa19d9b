from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.wording import duration, format_late, percent, show


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=23, minutes=31), "23 h 31 min"),
        (timedelta(hours=48, seconds=1), "48 h 0 min 1 s"),
        (timedelta(days=1), "24 h"),
        (timedelta(days=10), "240 h"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(minutes=1, seconds=30), "1 min 30 s"),
        (timedelta(microseconds=1), "1 s"),
        (timedelta(hours=24, microseconds=1), "24 h 0 min 1 s"),
        (timedelta(seconds=59.5), "1 min"),
        (timedelta(0), "0 s"),
    ],
)
def test_duration(span, words):
    assert duration(span) == words


def parsed(words):
    """The inverse, by another way."""
    units = {"h": 3600, "min": 60, "s": 1}
    parts = words.split()
    return timedelta(seconds=sum(int(n) * units[u] for n, u in zip(parts[::2], parts[1::2], strict=True)))


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_duration_rounds_up_by_less_than_a_second(span):
    assert timedelta(0) <= parsed(duration(span)) - span < timedelta(seconds=1)


def test_format_late():
    assert format_late(None) == "time unknown"
    assert format_late(timedelta(0)) == "on time"
    assert format_late(timedelta(milliseconds=3)) == "1 s late"


@pytest.mark.parametrize(
    ("number", "text"),
    [(85, "85.00"), (0.7, "0.70"), (72.25, "72.25"), (33.333, "33.333"), (1e-7, "0.0000001"), (0.9999999, "0.9999999")],
)
def test_show(number, text):
    assert show(number) == text


@given(st.floats(1e-9, 1e6))
def test_show_keeps_what_is_reckoned_with(number):
    assert float(show(number)) == number


@pytest.mark.parametrize(("share", "text"), [(0, "0%"), (1, "100%"), (1.0, "100%"), (0.1, "10%"), (0.125, "12.5%")])
def test_percent(share, text):
    assert percent(share) == text
