"""What was given beside what follows now, for every hand-in of every folder of results."""

import pytest

from autograder.cli.gradebook_tables import changes
from autograder.gradebook.derive import derive, derived_of
from autograder.gradebook.differences import differences
from autograder.gradebook.given import Given
from autograder.gradebook.history import add
from autograder.gradebook.index import opened
from autograder.gradebook.reading import entries
from tests.autograder.conftest import ASSIGNMENT
from tests.autograder.gradebook.classroom import NOON, examined, hand_in


@pytest.fixture
def found(tmp_path, toy_course):
    def look(assignment=ASSIGNMENT, outs=("one", "two"), names=("toy",)):
        workspace = toy_course(assignment=assignment)
        with opened(tmp_path / "gradebook.sqlite", making=True) as book:
            book.rebuild([tmp_path / out for out in outs])
            return differences(book, entries(book), dict.fromkeys(names, workspace))

    return look


@pytest.fixture
def handed_in(tmp_path, toy_course):
    """A function that puts a hand-in into a folder of results, and gives what follows."""
    workspace = toy_course()

    def make(out, key, *credits, given=True):
        seed = f"{out} {key}"
        one = hand_in(tmp_path / out, key, seed, *credits)
        if given and credits != (None,):
            result = examined(seed, *credits)
            derived = derived_of(workspace, derive(workspace, one, result), result.content)
            add(tmp_path / out, [Given(derived=derived, when=NOON)])

    return make


def test_each_folder_has_keys_of_its_own(handed_in, found):
    handed_in("one", "1", 1.0, 0.0)
    handed_in("two", "1", 0.5, 1.0)
    handed_in("two", "2", given=False)
    handed_in("two", "3", None)
    same = found()
    assert (same.same, same.changed, [each.key for each in same.new]) == (2, (), ["2"])
    now = found(ASSIGNMENT.replace("points = 4", "points = 8"))
    assert [(each.old.grade.points, each.new.grade.points, each.why) for each in now.changed] == [
        (6.0, 6.0, "points of triple changed"),
        (7.0, 11.0, "points of triple changed"),
    ]
    assert [each.shows for each in now.changed] == [False, True]  # of the first only the points behind it


def test_only_the_examination_of_what_was_handed_in_last_counts(handed_in, found, tmp_path):
    handed_in("one", "1", 1.0, 1.0)
    hand_in(tmp_path / "one", "1", "other bytes", 0.5, 0.0)
    now = found(outs=("one",))
    assert [(each.old.grade.points, each.new.grade.points, each.why) for each in now.changed] == [
        (10.0, 3.0, "new bytes")
    ]
    assert (now.same, now.new) == (0, ())


def test_other_words_are_no_change(handed_in, found):
    handed_in("one", "1", 1.0, 0.0)
    now = found(ASSIGNMENT.replace('until = "24 h"', 'until = "23 h"'), outs=("one",))
    assert (now.changed, len(now.reworded), now.same) == ((), 1, 0)


def test_who_is_excused_now_is_a_change(handed_in, found, tmp_path):
    handed_in("one", "1", 1.0, 0.0)
    (tmp_path / "assignments/toy/extensions.csv").write_text("sid,excused\n001,yes\n", encoding="ascii")
    now = found(outs=("one",))
    assert [(each.old.status, each.new.status, each.why) for each in now.changed] == [("graded", "excused", "excused")]
    assert "6  excused  excused" in "\n".join(changes(now.changed, 100))


@pytest.fixture
def this_exam(monkeypatch):
    """The exam that everything here was examined with is the one that is there now."""
    monkeypatch.setattr("autograder.gradebook.differences.exam_digest", lambda _: examined("").content.parts["exam"])


def test_who_was_examined_with_another_exam_is_counted(handed_in, found):
    handed_in("one", "1")
    now = found(outs=("one",))
    assert (now.same, now.other_exam, now.is_settled) == (1, {"toy": 1}, False)


def test_who_was_examined_with_this_exam_is_not(handed_in, found, this_exam):
    handed_in("one", "1")
    now = found(outs=("one",))
    assert (now.same, now.other_exam, now.is_settled) == (1, {}, True)


def test_what_cannot_be_derived_is_told_and_costs_only_itself(handed_in, found, tmp_path):
    handed_in("one", "1")
    hand_in(tmp_path / "two", "5", "x", assignment="gone")
    now = found()
    assert (now.same, now.problems) == (1, (f"{tmp_path / 'two' / '5'}: this course has no assignment 'gone'",))


def test_of_other_questions_nothing_follows_and_that_is_counted(handed_in, found):
    handed_in("one", "1")
    other = found(ASSIGNMENT.replace("triple", "quadruple"), outs=("one",))
    assert (other.compared, other.other_exam, other.problems) == (0, {"toy": 1}, ())
    assert not other.is_settled


def test_what_was_given_and_is_not_examined_as_it_is_now_is_counted(handed_in, found, tmp_path, this_exam):
    handed_in("one", "1")
    assert (found(outs=("one",)).unexamined, found(outs=("one",)).is_settled) == ({}, True)
    hand_in(tmp_path / "one", "1", "what a run that stopped was to examine", None)
    hand_in(tmp_path / "one", "2", "what never had a grade", None)
    now = found(outs=("one",))
    assert (now.compared, now.unexamined, now.is_settled) == (0, {"toy": 1}, False)
