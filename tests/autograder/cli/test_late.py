"""``autograder late explain``: the answer to a student's mail."""

import pytest

from .conftest import run

PER_DAY = 'per = { every = "24 h", percent = 10 }, cap = 0.7'


def explain(*arguments, cwd):
    return run("late", "explain", *arguments, cwd=cwd)


def test_an_assignment_has_policy_deadline_and_zone(course):
    result = explain("-a", "toy", "--submitted", "2026-03-08T23:59:30", "--score", "9", cwd=course().exam)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "Submitted   Sun 2026-03-08 23:59:30 PDT",
        "Due         Sat 2026-03-07 23:59:00 PST; exactly then is on time",
        "Late        23 h 0 min 30 s late, in time that really passed: the clocks were set forward by 1 h in between",
        "Rule        Up to 24 h late keeps 50% of the points; after that, none.",
        "Arithmetic  23 h 0 min 30 s late (at most 24 h): 9.00 × 0.50 = 4.50",
        "Points      4.50 of 10.00",
    ]


def test_an_extension_is_found_by_sid_or_address(course):
    workspace = course()
    rows = "sid,email,due\n007,ann@example.edu,2026-03-10 23:59\n"
    (workspace.secret.parent / "toy" / "extensions.csv").write_text(rows, encoding="utf-8")
    for who in ("007", "Ann@Example.edu"):
        told = explain("-a", "toy", "--submitted", "2026-03-10T23:59", "--who", who, cwd=workspace.exam)
        assert "Late        on time" in told.stdout, told.stderr
    told = explain("-a", "toy", "--submitted", "2026-03-10T23:59", "--who", "7", cwd=workspace.exam)
    assert "7 has no extension." in told.stdout
    assert "Points      0.00 of 10.00" in told.stdout


def test_who_is_excused_has_no_grade_to_explain(course):
    workspace = course()
    (workspace.secret.parent / "toy" / "extensions.csv").write_text("sid,excused\n007,yes\n", encoding="utf-8")
    told = explain("-a", "toy", "--submitted", "2026-03-10T23:59", "--who", "007", cwd=workspace.exam)
    assert (told.returncode, told.stdout) == (0, "007 is excused: no grade.\n"), told.stderr


def test_a_policy_may_be_typed(tmp_path):
    when = ("--submitted", "2026-03-09T00:30Z", "--due", "2026-03-07 23:59 UTC")
    told = explain(*when, "--policy", PER_DAY, "--score", "85", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "24 h 31 min late (2 started periods of 24 h): 85.00 × (1 − 2 × 0.10) = 68.00" in told.stdout
    berlin = ("--submitted", "2026-03-09T00:30", "--due", "2026-03-07T23:59", "--zone", "Europe/Berlin")
    assert "Mon 2026-03-09 00:30:00 CET" in explain(*berlin, "--policy", PER_DAY, cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--due", "2026-03-07T23:59Z"), "expected either --assignment NAME or --policy '…'"),
        (("--policy", PER_DAY), "--due: expected a deadline"),
        (("--policy", PER_DAY, "--due", "2026-03-07T23:59"), "--due: in which zone is 2026-03-07T23:59?"),
        (("--policy", "cap = 1.2", "--due", "2026-03-07T23:59Z"), "--policy: late.cap: input should be less than or"),
        (("--policy", PER_DAY, "--due", "2026-03-07T23:59Z", "--who", "7"), "--who: expected --assignment NAME too"),
        (("--policy", PER_DAY, "-a", "toy"), "expected either --assignment NAME or --policy"),
    ],
)
def test_what_cannot_be_answered_is_refused(tmp_path, arguments, message):
    result = explain("--submitted", "2026-03-09T00:30Z", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
