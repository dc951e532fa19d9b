"""Where every student stands: which hand-in counts, and what was given for it."""

from datetime import timedelta

import pytest

from autograder.extensions import EXTENSIONS_FILE
from autograder.gradebook.index import opened
from autograder.gradebook.reading import entries
from autograder.gradebook.standings import places, standings
from autograder.records import Student
from autograder.workspace import open_assignment
from tests.autograder.conftest import ASSIGNMENT
from tests.autograder.gradebook.classroom import NOON, give, hand_in

ADA = Student(name="Ada", sid="001", email="ada@example.edu")
BOB = Student(name="Bob", sid="002")
HOUR = timedelta(hours=1)


@pytest.fixture
def found(tmp_path, toy_course):
    """The places of what lies in ``toy``, by the name of the student."""

    def look(assignment=ASSIGNMENT, extensions="", outs=(tmp_path / "toy",)):
        toy_course(assignment=assignment)
        if extensions:
            (tmp_path / "assignments/toy" / EXTENSIONS_FILE).write_text(extensions, encoding="ascii")
        workspaces = {"toy": open_assignment("toy", tmp_path)}
        with opened(tmp_path / "gradebook.sqlite", making=True) as book:
            book.rebuild(outs)
            found = places(entries(book), workspaces)
            assert standings(entries(book), workspaces) == tuple(place.standing for place in found)
        return {place.standing.student.name: place for place in found}

    return look


@pytest.fixture
def out(tmp_path):
    return tmp_path / "toy"


def test_two_participants_of_moodle_with_one_name_are_two_people(found, out):
    for key, points in (("1", 6.0), ("2", 3.0)):
        give(out, hand_in(out, key, key, students=(Student(name="Ada", lms_id=f"moodle:{key}"),)), points)
    found('attempts = "best"\n' + ASSIGNMENT)
    with opened(out.parent / "gradebook.sqlite") as book:
        assert sorted(each.standing.grade.points for each in places(entries(book), {})) == [3.0, 6.0]


def test_a_grade_stands_with_its_arithmetic(found, out):
    give(out, hand_in(out, "1", "a", students=(ADA,)), 6.0)
    place = found()["Ada"]
    standing = place.standing
    assert (standing.student, standing.status, standing.hand_in) == (ADA, "graded", "1")
    assert (standing.grade.points, standing.score.earned, place.explanation) == (6.0, 6.0, "all 6.0")


def test_the_members_of_a_group_share_it(found, out):
    give(out, hand_in(out, "1", "a", students=(ADA, BOB)), 6.0)
    assert {place.standing.hand_in for place in found().values()} == {"1"}
    assert list(found()) == ["Ada", "Bob"]


def test_what_has_no_grade_yet_is_held_and_no_zero(found, out):
    hand_in(out, "1", "a", None, students=(ADA,))
    place = found()["Ada"]
    assert (place.standing.status, place.standing.grade, place.explanation) == ("held", None, "no grade was given yet")


def test_a_grade_stands_until_what_was_handed_in_anew_is_examined(found, out):
    give(out, hand_in(out, "1", "a", students=(ADA,)), 6.0)
    hand_in(out, "1", "other bytes", None, students=(ADA,))
    place = found()["Ada"]
    assert place.standing.grade.points == 6.0
    assert place.explanation == "all 6.0; still to be examined anew"


def test_the_time_that_is_told_is_that_of_the_bytes_the_grade_is_for(found, out):
    give(out, hand_in(out, "1", "a", students=(ADA,)), 6.0)
    before = found()["Ada"].standing.submitted_at
    hand_in(out, "1", "other bytes", students=(ADA,), late_by=HOUR)
    place = found()["Ada"]
    assert (place.standing.submitted_at, place.attempts[0].handed_in.hand_in.submitted_at) == (before, before + HOUR)


def two_attempts(out):
    give(out, hand_in(out, "1", "a", students=(ADA,)), 6.0)
    give(out, hand_in(out, "2", "b", students=(ADA,), late_by=HOUR), 3.0, earned=4.0)


@pytest.mark.parametrize(("trial", "points"), [(6.0, 6.0), (5.0, None)])
def test_a_hand_in_that_was_graded_into_two_folders_is_one(tmp_path, toy_course, out, trial, points):
    """A trial, later than what students got: it asked nobody before it gave its grades, so it never counts silently."""
    toy_course()
    for name, when, given in (("toy", NOON, 6.0), ("trial", NOON + HOUR, trial)):
        give(tmp_path / name, hand_in(tmp_path / name, "1", "a", students=(ADA,)), given, when=when)
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([tmp_path / name for name in ("toy", "trial")])
        (place,) = places(entries(book), {"toy": open_assignment("toy", tmp_path)})
    assert (place.standing.grade and place.standing.grade.points) == points
    where = f"1 has different grades in {out} and {tmp_path / 'trial'}: gradebook rebuild with the folder that counts"
    held = f"nobody knows which attempt counts: {where}"
    assert (place.explanation, len(place.attempts)) == ("all 6.0" if points else held, 2)


def test_what_could_not_be_read_has_a_grade_and_says_so(found, out):
    give(out, hand_in(out, "1", "a", students=(ADA,)), 0.0, status="unreadable")
    place = found()["Ada"]
    assert (place.standing.status, place.standing.grade.points) == ("unreadable", 0.0)
    assert place.explanation == "could not be read; all 0.0"


def test_of_several_the_last_counts(found, out):
    two_attempts(out)
    place = found()["Ada"]
    assert (place.standing.hand_in, place.standing.grade.points) == ("2", 3.0)
    assert place.explanation == "all 3.0; last of 2 attempts: 2 3.00; others: 1 6.00"


def test_or_the_best_where_the_assignment_says_so(found, out):
    two_attempts(out)
    place = found('attempts = "best"\n' + ASSIGNMENT)["Ada"]
    assert (place.standing.hand_in, place.standing.grade.points) == ("1", 6.0)
    assert "best of 2 attempts" in place.explanation


def test_while_one_is_held_nobody_knows_which_is_the_best(found, out):
    two_attempts(out)
    hand_in(out, "3", "c", None, students=(ADA,))
    place = found('attempts = "best"\n' + ASSIGNMENT)["Ada"]
    assert (place.standing.status, place.standing.grade) == ("held", None)
    assert "nobody knows which of 3 attempts is the best" in place.explanation


def test_without_their_times_nobody_knows_which_is_the_last(found, out):
    two_attempts(out)
    path = out / "1" / "hand-in.json"
    text = path.read_text(encoding="ascii")
    path.write_text(text.replace('"2026-03-08T07:59:00+00:00"', "null"), encoding="ascii")
    place = found()["Ada"]
    assert (place.standing.status, place.standing.grade) == ("held", None)
    assert place.explanation.startswith(
        "nobody knows which attempt counts: the last of 2 does, and nobody knows when 1 came "
        f"(submitted_at is null in {path}), so there is no grade: "
    )
    assert found('attempts = "best"\n' + ASSIGNMENT)["Ada"].standing.grade.points == 6.0


@pytest.mark.parametrize("row", ["001,,yes", ",ada@example.edu,yes"])
def test_who_is_excused_has_no_grade_whatever_was_handed_in(found, out, row):
    two_attempts(out)
    give(out, hand_in(out, "3", "c", students=(BOB,)), 5.0)
    extensions = f"sid,email,excused\n{row}\n"
    place = found(extensions=extensions)["Ada"]
    assert place.standing.grade.points == 3.0  # it was given, and nobody has said that it may be taken away
    assert place.explanation.endswith("excused now: autograder grade asks before it replaces the grade")
    give(out, hand_in(out, "2", "b", students=(ADA,), late_by=HOUR), 3.0, earned=4.0, status="excused")
    place = found(extensions=extensions)["Ada"]
    assert (place.standing.status, place.standing.grade, place.explanation) == ("excused", None, "excused")
    assert found()["Bob"].standing.grade.points == 5.0


def test_who_is_no_longer_excused_waits_for_a_grade(found, out):
    give(out, hand_in(out, "1", "a", students=(ADA,)), 6.0, status="excused")
    place = found()["Ada"]
    assert (place.standing.status, place.standing.grade) == ("excused", None)


def test_one_of_a_group_is_excused_at_once_for_the_others_keep_its_grade(found, out):
    give(out, hand_in(out, "1", "a", students=(ADA, BOB)), 6.0)
    stands = found(extensions="sid,excused\n001,yes\n")
    assert (stands["Ada"].standing.status, stands["Bob"].standing.grade.points) == ("excused", 6.0)


def test_who_handed_in_without_a_name_is_called_as_the_hand_in(found, out):
    give(out, hand_in(out, "submission_9", "a", students=()), 6.0)
    assert found()["submission_9"].standing.grade.points == 6.0


def test_they_come_in_the_order_in_which_people_count(found, out):
    for number in (10, 9, 1):
        give(out, hand_in(out, str(number), "a", students=(Student(name=f"Group {number}", sid=str(number)),)), 1.0)
    assert list(found()) == ["Group 1", "Group 9", "Group 10"]
