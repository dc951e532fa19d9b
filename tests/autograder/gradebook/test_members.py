"""The members of a group that have grades of their own: who is who, what is compared, and what each of them sees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from autograder.gradebook.compare import compare
from autograder.gradebook.given import Given, encoded, of_one
from autograder.gradebook.history import add
from autograder.gradebook.index import opened
from autograder.gradebook.members import Member, same_person
from autograder.gradebook.reading import entries, history
from autograder.gradebook.standings import standings
from autograder.records import Grade, Student
from tests.autograder.gradebook.classroom import NOON, given, hand_in

ADA = Student(name="Ada", sid="001", email="ada@example.edu")
BOB = Student(name="Bob", sid="002")
CARL = Student(name="Carl", sid="003")
DUE = datetime(2026, 3, 10, tzinfo=UTC)


def grade(points):
    return Grade(points=points, late_by=timedelta(hours=6 - points), explanation=f"own {points:g}")


def derived(handed_in, *members, top=None):
    """What `handed_in` is worth to (student, points, own deadline) each, or `top` to all."""
    first = given(handed_in, 6.0).derived
    points = max([each for _, each, _ in members], default=6.0) if top is None else top
    own = tuple(Member(student=student, grade=grade(each), own_due=due) for student, each, due in members)
    return replace(first, grade=grade(points), members=own)


@pytest.fixture
def group(tmp_path):
    return hand_in(tmp_path / "toy", "1", "a", students=(ADA, BOB))


@pytest.mark.parametrize(
    ("student", "found"),
    [
        (ADA, ADA),
        (Student(name="A. Lovelace", sid="001"), ADA),
        (Student(name="Ada", email="ADA@example.edu"), ADA),
        (Student(name="bob"), BOB),
        (Student(name="Bob", sid="007"), None),
        (CARL, None),
    ],
)
def test_a_member_is_known_by_what_a_roster_changed_least(student, found):
    members = [Member(student=each, grade=grade(1)) for each in (ADA, BOB)]
    own = same_person(student, members)
    assert (own and own.student) == found


def test_two_members_of_one_name_whom_moodle_tells_apart_are_two():
    twins = [Student(name="Ada", lms_id=f"moodle:{number}") for number in (1, 2)]
    members = [Member(student=each, grade=grade(index)) for index, each in enumerate(twins)]
    assert [same_person(each, members).grade.points for each in twins] == [0, 1]


def test_two_whom_nothing_tells_apart_get_neither_grade():
    """Their deadlines told them apart when they were graded; what is kept of them does not."""
    members = [Member(student=Student(name="Ada"), grade=grade(points)) for points in (1, 2)]
    assert same_person(Student(name="Ada"), members) is None
    assert same_person(Student(name="Ada"), [members[0], members[0]]).grade.points == 1


@pytest.mark.parametrize(
    ("who", "members"),
    [
        ("twins of Moodle", [Student(name="Ada", lms_id=f"moodle:{number}") for number in (1, 2)]),
        ("one address for two", [Student(name=name, sid=name, email="home@example.edu") for name in "ab"]),
        ("one name, two SIDs", [Student(name="Ada", sid=sid) for sid in ("1", "2")]),
    ],
)
def test_in_sql_too_nobody_has_the_grade_of_another(tmp_path, who, members):
    out = tmp_path / "toy"
    group = hand_in(out, "1", "a", students=tuple(members))
    add(out, [Given(derived=derived(group, (members[0], 4.0, None), (members[1], 6.0, DUE)), when=NOON)])
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([out])
        in_sql = book.connection.execute("SELECT points FROM grade ORDER BY points").fetchall()
        found = [each.grade.points for each in standings(entries(book), {})]
    assert (in_sql, sorted(found)) == ([(4,), (6,)], [4, 6])


def test_in_sql_too_capitals_of_an_address_do_not_count(tmp_path):
    out = tmp_path / "toy"
    group = hand_in(out, "1", "a", students=(replace(ADA, sid="", email="ADA@example.edu"), BOB))
    add(out, [Given(derived=derived(group, (ADA, 4.0, None), (BOB, 6.0, DUE)), when=NOON)])
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([out])
        assert book.connection.execute("SELECT points FROM grade ORDER BY points").fetchall() == [(4,), (6,)]


def test_each_student_stands_with_the_own_grade(group, tmp_path):
    out = tmp_path / "toy"
    of_both = derived(group, (ADA, 4.0, None), (BOB, 6.0, DUE))
    add(out, [Given(derived=of_both, when=NOON)])
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([out])
        found = {each.student.name: each for each in standings(entries(book), {})}
        assert {name: each.grade for name, each in found.items()} == {"Ada": grade(4), "Bob": grade(6)}
        in_sql = book.connection.execute("SELECT name, points, explanation, late_seconds FROM grade ORDER BY name")
        assert in_sql.fetchall() == [("Ada", 4, "own 4", 7200), ("Bob", 6, "own 6", 0)]


def test_who_joined_the_group_after_the_grade_was_given_has_none_yet(group, tmp_path):
    out = tmp_path / "toy"
    add(out, [Given(derived=derived(group, (ADA, 4.0, None), (BOB, 6.0, DUE)), when=NOON)])
    hand_in(out, "1", "a", students=(ADA, BOB, CARL))
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([out])
        found = {each.student.name: (each.status, each.grade) for each in standings(entries(book), {})}
        in_sql = book.connection.execute("SELECT name FROM grade ORDER BY name").fetchall()
    assert found == {"Ada": ("graded", grade(4)), "Bob": ("graded", grade(6)), "Carl": ("held", None)}
    assert in_sql == [("Ada",), ("Bob",)]


def test_the_history_of_a_member_tells_what_that_member_had(group, tmp_path):
    out = tmp_path / "toy"
    lines = [
        Given(derived=derived(group), when=NOON),
        Given(derived=derived(group, (ADA, 4.0, None), (BOB, 6.0, DUE)), when=NOON, old=6.0, why="policy changed"),
        Given(derived=derived(group, (ADA, 5.0, DUE), (BOB, 6.0, DUE)), when=NOON, old=6.0, why="extension"),
    ]
    add(out, lines)
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([out])
        stored = history(book, out, "1")
        assert stored == tuple(lines)
        told = {who: [(each.old, each.derived.grade.points) for each in of_one(stored, who)] for who in (ADA, BOB)}
    assert told == {ADA: [(None, 6), (6, 4), (4, 5)], BOB: [(None, 6), (6, 6), (6, 6)]}


def test_a_line_without_members_is_as_earlier_versions_wrote_it(group):
    assert encoded(Given(derived=derived(group), when=NOON)).startswith(b'{"schema": 1,')
    of_both = encoded(Given(derived=derived(group, (ADA, 4.0, None), (BOB, 6.0, DUE)), when=NOON))
    assert of_both.startswith(b'{"schema": 2,')


NEITHER, BOTH = (), ((ADA, 4.0, None), (BOB, 6.0, DUE))


ROBERT = Student(name="Robert", sid="009")


@pytest.mark.parametrize(
    ("after", "students", "changes"),
    [
        ((), (ADA,), []),  # Bob left
        ((), (ADA, ROBERT), [("Robert", 6, 4)]),  # he may be Bob, who would lose points
        (((ADA, 4.0, None), (ROBERT, 5.0, DUE)), (ADA, ROBERT), [("Robert", 6, 5)]),
        (((ADA, 4.0, None), (ROBERT, 6.0, DUE)), (ADA, ROBERT), []),
    ],
)
def test_who_left_is_told_no_change_and_who_may_have_another_name_is(group, after, students, changes):
    stands = {"1": Given(derived=derived(group, *BOTH), when=NOON)}
    now = replace(derived(group, *after, top=None if after else 4.0), students=students)
    found = compare(stands, [now])
    told = [
        (part.new.who, part.old.grade.points, part.new.grade.points) for each in found.changed for part in each.parts
    ]
    assert told == changes


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (NEITHER, BOTH, [("Ada", 6, 4, "examined again")]),
        (BOTH, NEITHER, [("Ada", 4, 6, "examined again")]),
        (BOTH, ((ADA, 5.0, DUE), (BOB, 6.0, DUE)), [("Ada", 4, 5, "extension")]),
        (BOTH, ((BOB, 4.0, DUE), (ADA, 6.0, None)), [("Ada", 4, 6, "examined again"), ("Bob", 6, 4, "examined again")]),
        (BOTH, ((BOB, 6.0, DUE), (ADA, 4.0, None)), []),
        (BOTH, (*BOTH, (CARL, 6.0, None)), []),
        (BOTH, ((Student(name="A. L.", sid="001"), 4.0, None), (BOB, 6.0, DUE)), []),
    ],
    ids=["own now", "no longer", "one more extension", "swapped", "other order", "one more member", "another name"],
)
def test_a_grade_of_a_member_that_would_be_another_is_told_for_whom(group, before, after, changes):
    stands = {"1": Given(derived=derived(group, *before), when=NOON)}
    found = compare(stands, [derived(group, *after)])
    told = [
        (part.new.who, part.old.grade.points, part.new.grade.points, part.why)
        for change in found.changed
        for part in change.parts
    ]
    assert told == changes
    assert len(found.reworded) == (not changes)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ((*BOTH, (CARL, 6.0, None)), "members or names changed"),
        (BOTH[:1], "members or names changed"),
        (tuple(reversed(BOTH)), "examined again"),
    ],
)
def test_that_a_member_joined_or_left_is_why_a_grade_is_given_anew(group, after, told):
    stands = {"1": Given(derived=derived(group, *BOTH), when=NOON)}
    found = compare(stands, [derived(group, *after)])
    assert [each.why for each in (*found.reworded, *found.changed)] == [told]


def test_what_a_member_who_joined_is_given_first_is_a_first_grade(group):
    first = Given(derived=derived(group, *BOTH), when=NOON)
    joined = Given(derived=derived(group, *BOTH, (CARL, 5.0, None)), when=NOON, old=6.0, why="members or names changed")
    told = {who: [(each.old, each.why) for each in of_one([first, joined], who)] for who in (ADA, CARL)}
    assert told == {
        ADA: [(None, "first grade"), (4.0, "members or names changed")],
        CARL: [(None, "first grade")],
    }
