"""What would change, and for whom, before anything is replaced."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autograder.gradebook.compare import compare, why
from autograder.gradebook.given import Given
from autograder.gradebook.keys import PARTS
from autograder.records import Grade
from tests.autograder.gradebook.test_history import ADA, NOON

OLD = ADA.derived
LESS = Grade(points=2.8, late_by=timedelta(hours=30), explanation="30 h late (at most 48 h): 4.00 × 0.70 = 2.80")


def on(basis=OLD.basis, **more):
    return replace(OLD, basis=replace(basis, **more))


def test_each_hand_in_is_new_the_same_reworded_or_changed():
    derived = [
        replace(OLD, key=key)
        for key in ("new", "same", "reworded", "changed")
    ]  # fmt: skip
    derived[2] = replace(derived[2], grade=replace(OLD.grade, explanation="in other words"))
    derived[3] = replace(derived[3], grade=LESS)
    given = {key: Given(derived=replace(OLD, key=key), when=NOON) for key in ("same", "reworded", "changed", "gone")}
    found = compare(given, derived)
    assert [each.key for each in found.new] == ["new"]
    assert [each.key for each in found.same] == ["same"]
    assert [each.new.key for each in found.reworded] == ["reworded"]
    assert [(each.old.grade.points, each.new.grade.points) for each in found.changed] == [(3.4, 2.8)]


def test_the_line_of_the_history_says_what_was_and_why():
    change = compare({"submission_1": ADA}, [replace(on(policy="other"), grade=LESS)]).changed[0]
    later = NOON + timedelta(days=1)
    assert change.given(later) == Given(derived=change.new, when=later, old=3.4, why="policy changed")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (on(policy="other"), "policy changed"),
        (on(own_due=NOON), "extension"),
        (on(submitted_at=NOON), "handed in at another time"),
        (on(content=OLD.basis.content | {"submission": "x"}), "new bytes"),
        (on(content=OLD.basis.content | {"exam": "x"}), "exam changed"),
        (on(content=OLD.basis.content | {"grader": "x"}), "grader changed"),
        (on(content=OLD.basis.content | {"environment": "x"}), "other libraries or device"),
        (on(content=OLD.basis.content | {"secret": "x"}), "course secret changed"),
        (on(content=OLD.basis.content | {"exam": "x"}, own_due=NOON), "exam changed, extension"),
        (OLD, "examined again"),
    ],
)
def test_why_it_changes_in_a_few_words(new, told):
    assert why(OLD.basis, new.basis) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Ada", "Ada, Bob", "members or names changed"),
        ("Ada, Bob", "Bob", "members or names changed"),
        ("Ada", "Ada Lovelace", "members or names changed"),
        ("Ada, Bob", "Bob, Ada", "examined again"),
    ],
)
def test_where_only_the_group_changed_nothing_was_examined_again(before, after, told):
    old = replace(OLD, who=before)
    new = replace(OLD, who=after, grade=replace(OLD.grade, explanation="in other words"))
    found = compare({OLD.key: Given(derived=old, when=NOON)}, [new])
    assert [each.why for each in found.reworded] == [told]


def test_every_part_of_a_content_key_has_its_words():
    changed = [why(OLD.basis, replace(OLD.basis, content=OLD.basis.content | {part: "x"})) for part in PARTS]
    assert len(set(changed)) == len(PARTS)
    assert "examined again" not in changed
