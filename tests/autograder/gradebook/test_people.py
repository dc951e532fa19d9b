"""Who is the same person, without a list of the class."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook.people import person_of, persons
from autograder.records import Student

ADA = Student(name="Ada Lovelace", sid="00123", email="ada@example.edu")


@pytest.mark.parametrize(
    "other",
    [
        Student(name="A. Lovelace", sid="00123"),
        Student(name="A. L.", email="ADA@example.edu "),
        Student(name="ada  lovelace"),
    ],
)
def test_a_sid_an_address_or_a_name_tells_who_it_is(other):
    known = persons([other, ADA])
    assert person_of(other, known) == person_of(ADA, known)
    assert person_of(other, known).sid == "00123"


@pytest.mark.parametrize(
    "other",
    [
        Student(name="Ada Lovelace", sid="123", email="ada@example.edu"),  # zeros count: it is another SID
        Student(name="Ada Lovelace", email="ada@example.com"),
        Student(name="Ada"),
        Student(name="Ada Lovelace", sid="00124"),
    ],
)
def test_nobody_with_another_sid_or_address_is_the_same(other):
    known = persons([ADA, other])
    assert person_of(other, known) != person_of(ADA, known)


def test_what_may_be_either_of_two_is_neither():
    twin = Student(name="Ada Lovelace", sid="00999")
    nameless = Student(name="Ada Lovelace")
    known = persons([ADA, twin, nameless])
    assert len({person_of(each, known) for each in (ADA, twin, nameless)}) == 3


def test_canvas_knows_a_person_by_a_number_and_moodle_only_a_participant():
    canvas = Student(name="Lovelace", lms_id="canvas:7")
    with_sid = Student(name="Ada Lovelace", sid="00123", lms_id="canvas:7")
    known = persons([canvas, with_sid])
    assert person_of(canvas, known) == person_of(with_sid, known)
    moodle = [Student(name=name, lms_id="moodle:7") for name in ("Ada", "Bob")]
    assert len(set(persons(moodle).values())) == 2


students = st.builds(
    Student,
    name=st.sampled_from(["", "Ada", "Bob", "ada"]),
    sid=st.sampled_from(["", "1", "01"]),
    email=st.sampled_from(["", "a@b", "A@b", "c@d"]),
    lms_id=st.sampled_from(["", "canvas:1", "canvas:2", "moodle:1"]),
)


@given(st.lists(students, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_hand_ins_changes_nothing(people, shuffle: random.Random):
    other = list(people)
    shuffle.shuffle(other)
    assert persons(people) == persons(other)


@given(st.lists(students, max_size=8))
def test_two_sids_are_two_people_and_one_sid_is_one(people):
    known = persons(people)
    for one in people:
        for other in people:
            if one.sid and other.sid:
                same = person_of(one, known) == person_of(other, known)
                assert same == (one.sid == other.sid)


@given(st.lists(students, max_size=8))
def test_everybody_is_somebody(people):
    assert set(persons(people)) == set(people)
