"""``autograder late explain``: the answer to a student's mail."""

import pytest

from ..conftest import COURSE
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


def test_slip_days_are_told_and_not_reckoned(course):
    workspace = course()
    (workspace.secret.parent / "course.toml").write_text(f"{COURSE}slip = {{ budget = 3 }}\n", encoding="utf-8")
    told = explain("-a", "toy", "--submitted", "2026-03-10T23:59", cwd=workspace.exam).stdout.splitlines()
    assert told[-2] == "Points      0.00 of 10.00"
    assert told[-1].startswith("Slip days   Each student has 3 slip days over the term: ")


def test_an_extension_is_found_by_sid_or_address(course):
    workspace = course()
    rows = "sid,email,due\n007,ann@example.edu,2026-03-10 23:59\n"
    (workspace.secret.parent / "toy" / "extensions.csv").write_text(rows, encoding="utf-8")
    for who in ("007", "Ann@Example.edu"):
        told = explain("-a", "toy", "--submitted", "2026-03-10T23:59", "--who", who, cwd=workspace.exam)
        assert "Late        on time" in told.stdout, told.stderr


WHO = ("-a", "toy", "--submitted", "2026-03-10T23:59", "--who")
CLASS = (
    "name,sid,login,email\nAnn Bell,007,ab7,ann@example.edu\nBo Hopper,0011,bh,bo@example.edu\nBo Li,12,,\nLi Bo,13,,\n"
)


@pytest.fixture
def granted(course):
    """A course where Ann and Cy have an extension, and a list of the class that knows Ann."""
    workspace = course()
    rows = "sid,email,due,name\n007,,2026-03-10 23:59,\n,cy@example.edu,2026-03-10 23:59,Cy Turing\n"
    (workspace.secret.parent / "toy" / "extensions.csv").write_text(rows, encoding="utf-8")
    (workspace.exam / "class.csv").write_text(CLASS, encoding="utf-8")
    return workspace


@pytest.mark.parametrize("who", ["007", "AB7", "ANN@example.edu", "Bell, Ann", "Cy Turing", "cy@example.edu"])
def test_whoever_the_lists_know_is_found_by_anything_that_they_say(granted, who):
    told = explain(*WHO, who, "--roster", "class.csv", cwd=granted.exam)
    assert "Late        on time" in told.stdout, told.stderr


def test_who_is_in_the_list_of_the_class_only_has_no_extension(granted):
    told = explain(*WHO, "bh", "--roster", "class.csv", cwd=granted.exam)
    assert told.stdout.startswith("Bo Hopper (SID 0011, bo@example.edu) has no extension."), told.stderr
    assert "Points      0.00 of 10.00" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("7",),
            "has this SID, login, address or name; did you mean '007'? A spreadsheet may have taken",
        ),
        (("11", "--roster", "class.csv"), "did you mean '0011'? A spreadsheet"),
        (("Cy Turning",), "did you mean 'Cy Turing'?; --roster FILE names the list of the class, of which none is"),
        (("zed", "--roster", "class.csv"), "--who zed: nobody of class.csv or "),
        (("Bo Li", "--roster", "class.csv"), "may be line 4 (Bo Li (SID 12)) or line 5 (Li Bo (SID 13)) of class.csv"),
        (("007", "--roster", "none.csv"), "none.csv: cannot be read"),
    ],
)
def test_somebody_whom_no_list_knows_is_not_reckoned_as_if_without_an_extension(granted, arguments, message):
    told = explain(*WHO, *arguments, cwd=granted.exam)
    assert (told.returncode, told.stdout) == (2, "")
    assert message in told.stderr


def test_a_list_that_lost_zeros_of_an_extension_is_refused(granted):
    (granted.exam / "class.csv").write_text("name,sid\nAnn Bell,7\n", encoding="utf-8")
    told = explain(*WHO, "Ann Bell", "--roster", "class.csv", cwd=granted.exam)
    assert told.returncode == 2
    assert "class.csv, line 2: nobody has SID 7: did you mean 007, as in " in told.stderr


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
