import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect import read_metadata
from autograder.errors import ExportError
from autograder.records import HandIn, Student

DUE = {"due_date": "2025-05-20T23:59:00.000000-07:00", "late_due_date": None}
REAL = {
    "id": 321,
    "created_at": "2025-05-20T17:57:40.143363-07:00",
    "assignment": {"id": 1, "course_id": 2, "title": "Conv", "total_points": "30.0", "late_due_date": [], **DUE},
    "submission_method": "upload",
    "users": [{"id": 7, "email": "a@example.edu", "name": "Ann", "sid": "00675", "assignment": DUE}],
    "previous_submissions": [],
}


@pytest.fixture
def read(tmp_path):
    path = tmp_path / "submission_metadata.json"

    def reader(value):
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return read_metadata(path)

    return reader


def test_a_real_file(read):
    assert read(REAL) == HandIn(
        key="submission_321",
        students=(
            Student(name="Ann", sid="00675", email="a@example.edu", due_at=datetime(2025, 5, 21, 6, 59, tzinfo=UTC)),
        ),
        submitted_at=datetime(2025, 5, 21, 0, 57, 40, 143363, tzinfo=UTC),
        due_at=datetime(2025, 5, 21, 6, 59, tzinfo=UTC),
    )


def test_a_byte_order_mark(read):
    assert read(b"\xef\xbb\xbf" + json.dumps(REAL).encode()) == read(REAL)


def test_members_of_a_group_have_their_own_due_dates_with_their_own_offsets(read):
    dates = ("2025-03-09T23:00:00-08:00", None, "2025-03-09T23:59:00-07:00")
    users = [{"assignment": {"due_date": date}} for date in dates]
    assert [student.due_at for student in read(REAL | {"users": users}).students] == [
        datetime(2025, 3, 10, 7, tzinfo=UTC),
        None,
        datetime(2025, 3, 10, 6, 59, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "users", [[], None, {}, [{"name": "A", "assignment": {"due_date": None}}], [{"assignment": None}]]
)
def test_no_due_date_of_their_own(read, users):
    assert all(student.due_at is None for student in read(REAL | {"users": users}).students)


@pytest.mark.parametrize("table", [None, {}, {"due_date": None}])
def test_no_due_date_of_the_assignment(read, table):
    assert read(REAL | {"assignment": table}).due_at is None


@pytest.mark.parametrize("users", [REAL["users"][0], {"7": REAL["users"][0]}])
def test_users_as_an_object(read, users):
    assert read(REAL | {"users": users}) == read(REAL)


@pytest.mark.parametrize(("sid", "text"), [(None, ""), ("", ""), ("0067", "0067"), (675, "675")])
def test_sids(read, sid, text):
    assert read(REAL | {"users": [{"name": "A", "sid": sid}]}).students[0].sid == text


def test_old_files_have_no_id(read):
    assert read({key: value for key, value in REAL.items() if key != "id"}).key == "submission"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"created_at": None}, "created_at: expected a time such as .*, found nothing"),
        ({"created_at": "yesterday"}, "created_at: expected a time with its offset.*, found 'yesterday'"),
        ({"created_at": "2025-05-20T17:57:40"}, "created_at: expected a time with its offset"),
        ({"created_at": 5}, "created_at: expected a time with its offset.*, found 5"),
        ({"id": "../x"}, r"id: expected a number, found '\.\./x'"),
        ({"id": True}, "id: expected a number"),
        ({"users": "Ann"}, "users: expected a list, found 'Ann'"),
        ({"users": [3]}, r"users\[1\]: expected a table, found 3"),
        ({"users": [{"name": []}]}, r"users\[1\].name: expected text, found a list"),
        ({"users": [{"assignment": "x"}]}, r"users\[1\].assignment: expected a table, found 'x'"),
        ({"users": [{"assignment": {"due_date": "x"}}]}, r"users\[1\].assignment.due_date: expected a time"),
    ],
)
def test_mistakes_name_the_file_the_key_and_what_was_found(read, change, message):
    with pytest.raises(ExportError, match=r"submission_metadata.json: " + message):
        read(REAL | change)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b"[]", b"3"])
def test_what_is_no_metadata(read, data):
    with pytest.raises(ExportError, match=r"submission_metadata.json: "):
        read(data)


def test_a_missing_file(tmp_path):
    with pytest.raises(ExportError, match=r"x\.json is missing: Gradescope puts it there, beside submission/"):
        read_metadata(tmp_path / "x.json")


keys = st.sampled_from(["id", "created_at", "users", "assignment", "due_date", "name", "sid"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just(REAL["created_at"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)


@given(value=values)
def test_any_json_is_metadata_or_our_own_error(tmp_path_factory, value):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(value))
    try:
        hand_in = read_metadata(path)
    except ExportError:
        return
    assert hand_in.submitted_at.tzinfo is not None
