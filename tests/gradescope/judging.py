"""What every run must end with, and who hands in."""

from autograder.report.validate import problems

ON_TIME = {
    "id": 321,
    "created_at": "2026-03-07T17:57:40.143363-08:00",
    "assignment": {"id": 1, "title": "conv", "due_date": "2026-03-07T23:59:00.000000-08:00", "late_due_date": None},
    "users": [{"id": 7, "email": "a@example.edu", "name": "Ann", "sid": "00675"}],
    "previous_submissions": [],
}


def checked(ran):
    """`ran`, whose results.json is one."""
    assert problems(ran.document) == []
    assert ran.status == 0
    return ran


def assert_held(ran):
    assert ran.document["extra_data"]["held"] is True
    assert "It is not a zero" in ran.document["output"]
