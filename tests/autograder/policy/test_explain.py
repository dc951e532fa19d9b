from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from autograder.late_table import late_of
from autograder.policy.explain import explain
from tests.autograder.policy.late import score

PACIFIC = ZoneInfo("America/Los_Angeles")
DUE = datetime(2026, 3, 7, 23, 59, tzinfo=PACIFIC)
STEPS = late_of('steps = [{ until = "24 h", keep = 0.85 }, { until = "48 h", keep = 0.70 }]', "test")


def test_all_that_a_student_needs_to_check_it():
    assert explain(datetime(2026, 3, 9, 7, 30, 12, 500_000, tzinfo=UTC), DUE, STEPS, score(85), PACIFIC) == {
        "Submitted": "Mon 2026-03-09 00:30:12.5 PDT",
        "Due": "Sat 2026-03-07 23:59:00 PST; exactly then is on time",
        "Late": ("23 h 31 min 13 s late, in time that really passed: the clocks were set forward by 1 h in between"),
        "Rule": "Up to 24 h late keeps 85% of the points; up to 48 h late keeps 70% of the points; after that, none.",
        "Arithmetic": "23 h 31 min 13 s late (at most 24 h): 85.00 × 0.85 = 72.25",
        "Points": "72.25 of 100.00",
    }


def test_in_autumn_the_clocks_go_back():
    due = datetime(2026, 10, 31, 23, 59, tzinfo=PACIFIC)
    told = explain(datetime(2026, 11, 1, 23, 59, tzinfo=PACIFIC), due, STEPS, score(85), PACIFIC)
    assert told["Late"] == "25 h late, in time that really passed: the clocks were set back by 1 h in between"
    assert told["Points"] == "59.50 of 100.00"


def test_on_time_and_without_a_deadline():
    told = explain(DUE, DUE, STEPS, score(85), PACIFIC)
    assert (told["Late"], told["Arithmetic"], told["Points"]) == ("on time", "on time", "85.00 of 100.00")
    told = explain(DUE, None, None, score(85), ZoneInfo("UTC"))
    assert (told["Due"], told["Late"], told["Rule"]) == ("no deadline", "on time", "Late work counts in full.")


def test_without_a_change_of_clocks_none_is_told():
    told = explain(DUE - timedelta(days=9), DUE - timedelta(days=10), STEPS, score(85), PACIFIC)
    assert told["Late"] == "24 h late"
