"""Who is on the roster and handed in nothing."""

import pytest

from autograder.collect.attendance import ROSTER_FILE
from autograder.errors import ConfigError
from autograder.extensions import EXTENSIONS_FILE
from autograder.gradebook.absent import _their_own, absent
from autograder.gradebook.index import opened
from autograder.gradebook.reading import entries
from autograder.records import Standing, Student
from autograder.workspace import open_assignment
from tests.autograder.gradebook.classroom import give, hand_in, small_class

ROSTER = "name,sid,role\nAda,001,\nBob,002,Student\nCy,003,\nTom,,TA\n".replace("Tom,,TA", "Tom,9,TA")


@pytest.fixture
def found(tmp_path, toy_course):
    """Who is absent: name → status."""

    def look(extensions="", outs=("toy",)):
        toy_course()
        if extensions:
            (tmp_path / "assignments/toy" / EXTENSIONS_FILE).write_text(extensions, encoding="ascii")
        with opened(tmp_path / "gradebook.sqlite", making=True) as book:
            book.rebuild([tmp_path / out for out in outs])
            standings = absent(entries(book), {"toy": open_assignment("toy", tmp_path)})
        assert all(each.hand_in == "" and each.assignment == "toy" for each in standings)
        return [(each.student.name, each.status) for each in standings]

    return look


def test_without_a_roster_nobody_is(found, tmp_path):
    small_class(tmp_path / "toy")
    assert found() == []


def test_whoever_of_the_roster_handed_in_nothing_is_missing(found, tmp_path):
    small_class(tmp_path / "toy", 1)
    (tmp_path / "toy" / ROSTER_FILE).write_text(ROSTER, encoding="ascii")
    assert found() == [("Bob", "missing"), ("Cy", "missing")]


def test_or_excused(found, tmp_path):
    small_class(tmp_path / "toy", 1)
    (tmp_path / "toy" / ROSTER_FILE).write_text(ROSTER, encoding="ascii")
    assert found("sid,excused\n003,yes\n") == [("Bob", "missing"), ("Cy", "excused")]


def test_who_handed_in_elsewhere_is_not(found, tmp_path):
    """Two folders of one assignment, each with the roster of the whole class."""
    for out, number in (("one", 1), ("two", 2)):
        handed_in = hand_in(tmp_path / out, str(number), f"seed {number}")
        give(tmp_path / out, handed_in, 6.0)
        (tmp_path / out / ROSTER_FILE).write_text(ROSTER, encoding="ascii")
    assert found(outs=("one", "two")) == [("Cy", "missing")]


def test_who_is_on_two_rosters_with_other_words_is_one(found, tmp_path):
    small_class(tmp_path / "one", 1)
    give(tmp_path / "two", hand_in(tmp_path / "two", "2", "b"), 6.0)
    for out, roster in (("one", ROSTER), ("two", ROSTER.replace("Cy,003", "Cyrus,003"))):
        (tmp_path / out / ROSTER_FILE).write_text(roster, encoding="ascii")
    assert [status for _, status in found(outs=("one", "two"))] == ["missing"]


def test_a_roster_of_other_people_is_refused(found, tmp_path):
    give(tmp_path / "toy", hand_in(tmp_path / "toy", "1", "a", students=(Student(name="Zed", sid="77"),)), 6.0)
    (tmp_path / "toy" / ROSTER_FILE).write_text(ROSTER, encoding="ascii")
    with pytest.raises(ConfigError, match=r"roster\.csv: nobody who handed in is in it"):
        found()


def standing(assignment, **student):
    return Standing(student=Student(**student), assignment=assignment, status="held")


@pytest.mark.parametrize(
    ("there", "away", "told"),
    [
        ([], {"name": "Cy", "sid": "3"}, {"name": "Cy", "sid": "3"}),
        (["seg", {"name": "C. Y.", "sid": "3"}], {"name": "Cy", "sid": "3"}, {"name": "C. Y.", "sid": "3"}),
        (["seg", {"name": "Cy"}], {"name": "Cy", "sid": "3"}, {"name": "Cy"}),
        (["seg", {"name": "Cy", "sid": "4"}], {"name": "Cy", "sid": "3"}, {"name": "Cy", "sid": "3"}),
        (["conv", {"name": "Cy"}], {"name": "Cy", "sid": "3"}, {"name": "Cy", "sid": "3"}),  # may be another Cy
        (["conv", {"name": "Cy", "sid": "3"}], {"name": "Cy", "sid": "3"}, None),
    ],
    ids=["nothing", "one by SID", "one by name", "two by SID", "one of a name that stands there", "stands there"],
)
def test_who_handed_in_something_else_is_one_and_no_grade_is_covered(there, away, told):
    standings = [standing(there[0], **there[1])] if there else []
    found = list(_their_own(standings, [standing("conv", **away)]))
    assert [each.student for each in found] == ([Student(**told)] if told else [])
