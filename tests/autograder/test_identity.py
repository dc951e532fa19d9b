"""Students found in a list of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.identity import Ambiguous, People, Person, described
from autograder.records import Student


def people(*rows):
    """A list; each row has what a `Student` has, and perhaps a login."""
    return People(
        Person(line=number + 2, number=number, login=row.pop("login", ""), student=Student(**{"name": "", **row}))
        for number, row in enumerate([dict(row) for row in rows])
    )


def find(listed, name="", **who):
    """The line of the person, a list of lines where it is ambiguous, or None."""
    found = listed.find(Student(name=name, **who))
    return [person.line for person in found.people] if isinstance(found, Ambiguous) else found and found.line


ADA = {"name": "Ada Lovelace", "sid": "0012", "email": "ada@example.edu", "lms_id": "canvas:11"}
BO = {"name": "Bo Hopper", "sid": "12", "email": "bo@example.edu", "lms_id": "canvas:12"}


@pytest.mark.parametrize(
    ("who", "line"),
    [
        ({"sid": "0012"}, 2),
        ({"sid": " 12 "}, 3),
        ({"sid": "012"}, None),  # SIDs are text
        ({"email": "ADA@Example.EDU"}, 2),
        ({"lms_id": "canvas:12"}, 3),
        ({"lms_id": "moodle:12"}, None),
        ({"sid": "0012", "email": "ada@private.org"}, 2),
        ({"sid": "999", "email": "bo@example.edu"}, 3),
        ({"sid": "0012", "email": "bo@example.edu"}, [2, 3]),  # they contradict each other
        ({"lms_id": "canvas:11", "sid": "12"}, [2, 3]),
        ({}, None),
    ],
)
def test_identifiers_decide(who, line):
    assert find(people(ADA, BO), **who) == line


@pytest.mark.parametrize("name", ["Ada Lovelace", "Lovelace, Ada", "lovelaceada", "ADA  LOVELACE", "adalovelace"])
def test_names_decide_where_nothing_else_does(name):
    assert find(people(ADA, BO), name) == 2
    assert find(people({"name": "Lovelace, Ada"}), name) == 2


def test_a_name_does_not_outvote_a_number():
    listed = people(ADA, BO)
    assert find(listed, "Ada Lovelace", sid="77") is None
    assert find(listed, "Ada Lovelace", lms_id="canvas:77") is None
    assert find(listed, "Ada Lovelace", email="ada@private.org") == 2  # people have several addresses
    assert find(listed, "Ada Lovelace", sid="12") == 3


def test_namesakes_are_not_guessed():
    listed = people({"name": "Wei Li", "sid": "1"}, {"name": "Li Wei", "sid": "2"}, {"name": "Wei Li", "sid": "3"})
    assert find(listed, "Wei Li") == [2, 3, 4]
    assert find(listed, "liwei") == [2, 3, 4]
    assert find(listed, "Wei Li", sid="3") == 4


def test_two_rows_with_an_identifier_are_ambiguous_unless_another_tells():
    listed = people({"sid": "1", "email": "a@b"}, {"sid": "1", "email": "c@d"})
    assert find(listed, sid="1") == [2, 3]
    assert find(listed, sid="1", email="C@D") == 3


def test_a_login_is_a_number_or_an_address():
    listed = people({"login": "u123"}, {"login": "ada@example.edu"})
    assert find(listed, sid="U123") == 2
    assert find(listed, email="Ada@example.edu") == 3
    assert find(listed, email="u123") == 2
    assert find(listed, sid="9") is None


def test_moodle_counts_anew_in_each_assignment_so_its_number_needs_the_name():
    listed = people({"name": "Ada Lovelace", "lms_id": "moodle:5"}, {"name": "Bo Hopper", "lms_id": "moodle:6"})
    assert find(listed, "Lovelace, Ada", lms_id="moodle:5") == 2
    assert find(listed, "Ada Lovelace", lms_id="moodle:6") is None  # neither the number nor the name alone
    assert find(listed, "Cy", lms_id="moodle:6") is None
    assert find(people({"lms_id": "moodle:5"}), "Participant 5", lms_id="moodle:5") == 2  # blind: there are no names


def test_zeros_that_a_spreadsheet_dropped_are_seen():
    listed = people(ADA)
    assert listed.alike(Student(name="", sid="12")).line == 2
    assert listed.alike(Student(name="", sid="13")) is None
    assert listed.alike(Student(name="")) is None
    assert people(ADA, {"sid": "012"}).alike(Student(name="", sid="12")) is None  # nobody is guessed
    assert people(ADA, FIVE).alike(Student(name="005")).line == 3


NORA = {"name": "Nora Notebook", "sid": "00000005", "email": "nora@example.edu", "login": "nnote"}
FIVE = {"name": "Fio Five", "sid": "5", "email": "fio@example.edu"}


@pytest.mark.parametrize(
    ("called", "line"),
    [
        ("00000005", 2),
        ("5", 3),  # zeros count
        ("05", None),
        ("Nnote", 2),
        ("NORA@example.edu", 2),
        ("Notebook, Nora", 2),
        ("Nora Notebook_00000005", 2),
        ("00000005_Nora Notebook", 2),
        ("Notebook_Nora-00000005", 2),
        ("Nora Notebook nora@example.edu", 2),
        ("Nora Notebook_5", None),  # Fio's SID, Nora's name
        ("Nora_00000005", None),
        ("hw1_00000005", None),
        ("_00000005", None),
        ("", None),
    ],
)
def test_a_folder_is_called_after_any_identifier_or_after_one_and_the_name(called, line):
    assert find(people(NORA, FIVE), called) == line


def test_a_name_that_fits_two_people_in_two_ways_is_not_guessed():
    assert find(people({"name": "007", "sid": "1"}, {"name": "Bo", "sid": "007"}), "007") == [2, 3]
    assert find(people({"name": "Wei Li", "sid": "1"}, {"name": "Wei Li", "sid": "2"}), "Wei Li_2") == 3
    twins = people({"name": "Wei Li", "sid": "1"}, {"name": "Wei Li", "login": "1"})
    assert find(twins, "Wei Li_1") == [2, 3]


@pytest.mark.parametrize("more", [{"sid": "9"}, {"email": "x@y"}, {"lms_id": "moodle:9"}])
def test_where_more_is_known_a_name_is_a_name(more):
    assert find(people(NORA), "00000005", **more) is None


def test_whom_a_part_of_a_name_fits_is_told():
    listed = people(NORA, FIVE)
    assert listed.half(Student(name="Nori_00000005")).line == 2
    assert listed.half(Student(name="00000005_5")) is None  # of two people
    assert listed.half(Student(name="Nori_00000005", email="x@y")) is None


def test_roles():
    roles = ("", "Student", "student", "TA", "Instructor")
    found = [Person(line=1, student=Student(name="x"), role=role).is_student for role in roles]
    assert found == [True, True, True, False, False]


def test_people_are_described_by_what_is_known():
    assert described(Student(**ADA)) == "Ada Lovelace (SID 0012, ada@example.edu)"
    assert described(Student(name="ada", lms_id="canvas:11")) == "ada (canvas:11)"
    assert described(Student(name="", sid="1")) == "SID 1"
    assert described(Student(name="")) == "somebody unnamed"


STUDENTS = st.builds(
    Student,
    name=st.sampled_from(("", "Ada", "Bo Li", "Li, Bo", "01", "Ada_1", "2 Bo Li", "A@b", "Ada-c@d")),
    sid=st.sampled_from(("", "1", "01", "2")),
    email=st.sampled_from(("", "a@b", "A@B", "c@d")),
    lms_id=st.sampled_from(("", "canvas:1", "moodle:1", "moodle:2")),
)


def slow(listed, student):
    """By the definition: every pair of identifiers is compared."""

    def same(person, field, change=str.strip):
        ours, theirs = change(getattr(person.student, field)), change(getattr(student, field))
        return bool(ours) and ours == theirs

    def same_name(one, other):
        def forms(name):
            plain = "".join(c for c in name.casefold().replace(",", " ") if c.isalnum() or c == " ")
            words = plain.split()
            return {"".join(words[k:] + words[:k]) for k in range(len(words))}

        return bool(forms(one) & forms(other))

    def alike(person):
        return same_name(person.student.name, student.name)

    numbered = {
        p.line for p in listed
        if same(p, "lms_id") and (not student.lms_id.startswith("moodle") or not p.student.name or alike(p))
    }  # fmt: skip
    sets = [
        numbered,
        {p.line for p in listed if same(p, "sid")},
        {p.line for p in listed if same(p, "email", str.casefold)},
    ]
    sets = [each for each in sets if each]
    if not (student.sid or student.email or student.lms_id):

        def called(text):
            return {p.line for p in listed if text and text in (p.student.sid, p.student.email.casefold())}

        def names(text):
            return {p.line for p in listed if same_name(p.student.name, text)}

        name = student.name
        words = name.replace("_", " ").replace("-", " ").split(" ")
        parts = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words)) if "," not in name]
        parts += [("Li,", "Bo")] if name == "Li, Bo" else []
        halves = [called(a.casefold()) & names(b) | called(b.casefold()) & names(a) for a, b in parts]
        whole = called(name.casefold()) | names(name)
        sets = [whole or set().union(*halves)]
    if not sets:

        def fits(person, field):
            ours, theirs = getattr(person.student, field), getattr(student, field)
            return not (ours and theirs) or ours == theirs

        sets = [{p.line for p in listed if alike(p) and fits(p, "sid") and fits(p, "lms_id")}]
    common = set.intersection(*sets)
    return common.pop() if len(common) == 1 else None


@given(rows=st.lists(STUDENTS, max_size=4), student=STUDENTS)
def test_it_agrees_with_the_definition(rows, student):
    listed = [Person(line=number + 2, number=number, student=row) for number, row in enumerate(rows)]
    found = People(listed).find(student)
    assert (found.line if isinstance(found, Person) else None) == slow(listed, student)
