"""What docs/gradebook.md shows can be written and run."""

import re
from pathlib import Path

from autograder.assignment import Assignment, Course
from autograder.gradebook.connection import connected
from autograder.tables import parse_table
from tests.autograder.conftest import ASSIGNMENT, COURSE

TEXT = (Path(__file__).parents[3] / "docs" / "gradebook.md").read_text(encoding="utf-8")
(TOML,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


def test_its_tables_can_be_read():
    slip, gates = TOML.split("\n\n")
    assert parse_table(COURSE + slip, "course.toml", Course).slip.budget == 4
    assert parse_table(ASSIGNMENT + gates, "assignment.toml", Assignment).gates[0].points == 5


def test_its_question_in_sql_can_be_asked(tmp_path):
    (query,) = re.findall(r"sqlite3 gradebook.sqlite '(.*)'", TEXT)
    with connected(tmp_path / "gradebook.sqlite", making=True) as connection:
        assert list(connection.execute(query)) == []
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert {"result", "checked", "grade"} <= tables


def test_its_reasons_are_those_that_are_given():
    from autograder.gradebook.compare import _OF_PARTS

    told = " ".join(TEXT.split())
    for reason in (
        *_OF_PARTS.values(),
        "policy changed",
        "extension",
        "handed in at another time",
        "members or names changed",
    ):
        assert reason in told, reason
