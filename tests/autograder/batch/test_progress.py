"""What is told while a batch runs: rate, time left, outcomes."""

from types import SimpleNamespace

import pytest

from autograder.batch.plan import State
from autograder.batch.progress import Tally, _rate
from autograder.records import HandIn


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def hand_in(key, state=State.MISSING, readable=True):
    return SimpleNamespace(hand_in=HandIn(key=key), state=state, is_readable=readable)


def test_what_is_known_from_before_counts_as_done_and_not_for_the_rate(clock):
    plan = [
        hand_in("a", State.DONE),
        hand_in("b"),
        hand_in("c"),
        hand_in("d", State.DONE, readable=False),
        hand_in("e"),
    ]
    tally = Tally(plan, clock)
    assert (tally.progress("Grading").done, tally.progress("Grading").total) == (2, 5)
    assert tally.progress("Grading").note == "1 graded, 1 unreadable"
    clock.now, plan[1].state = 30.0, State.DONE
    tally.see(plan[1])
    assert tally.progress("Grading").note == "2 a minute, about 1 min left; 2 graded, 1 unreadable"


@pytest.mark.parametrize(
    ("seconds", "of", "told"),
    [
        (2.6, 14, "5 a second, about 1 s left"),
        (6, 2, "10 a minute, about 6 s left"),
        (17, 2, "3.5 a minute, about 15 s left"),
    ],
)
def test_a_short_time_left_is_told_in_seconds(clock, seconds, of, told):
    plan = [hand_in(str(number)) for number in range(of)]
    tally = Tally(plan, clock)
    clock.now = seconds
    for planned in plan[:-1]:
        planned.state = State.DONE
        tally.see(planned)
    assert tally.progress("Grading").note.startswith(told)


def test_a_failed_try_is_told_and_forgotten_when_it_is_done(clock):
    plan = [hand_in("a"), hand_in("b")]
    tally = Tally(plan, clock)
    tally.see(plan[0])
    assert tally.progress("").note == "1 to be tried again"
    plan[0].state = State.HELD
    tally.see(plan[0])
    assert tally.progress("").note == "1 held"
    tally.see(plan[0])
    assert tally.progress("").done == 1


def test_before_a_second_has_passed_nothing_is_said_of_pace(clock):
    plan = [hand_in("a", State.MISSING), hand_in("b")]
    tally = Tally(plan, clock)
    plan[0].state, clock.now = State.DONE, 0.5
    tally.see(plan[0])
    assert tally.progress("").note == "1 graded"


@pytest.mark.parametrize(
    ("rate", "words"), [(4.21, "4.2 a second"), (0.5, "30 a minute"), (0.005, "18 an hour"), (1, "1 a second")]
)
def test_rates_are_small_numbers(rate, words):
    assert _rate(rate) == words
