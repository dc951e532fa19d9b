from datetime import UTC, datetime

import pytest

from autograder.errors import StoredError
from autograder.gradebook.took import Took, read_took, took_of, took_path, write_took
from tests.autograder.gradebook.making import CONTENT
from tests.autograder.gradebook.test_examined import graded

WHEN = datetime(2026, 3, 8, 12, tzinfo=UTC)


def test_times_are_kept_beside_the_result(tmp_path):
    took = took_of(graded(), host="node7", attempt=2, when=WHEN)
    write_took(tmp_path, CONTENT, took)
    assert read_took(tmp_path, CONTENT) == took
    assert took == Took(
        seconds=1.5,
        checks={"q/test": 0.5, "q/other": 0.25},
        networks=({"seconds": 3.25, "seconds_per_image": 0.1},),
        host="node7",
        attempt=2,
        when=WHEN,
    )


def test_none_were_kept(tmp_path):
    assert read_took(tmp_path, CONTENT) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{}", "schema is missing"),
        ('{"schema": 1}', "checks is missing"),
        ('{"schema": 1, "checks": {"a": "b"}, "seconds": 1, "host": "", "attempt": 1, "when": null}', "checks: a: exp"),
        ('{"schema": 1, "checks": {}, "seconds": 1, "host": "", "attempt": 1, "when": "2026-03-08"}', "when: expected"),
    ],
)
def test_damage_is_told_with_its_place(tmp_path, text, told):
    took_path(tmp_path, CONTENT).write_text(text, encoding="ascii")
    with pytest.raises(StoredError, match=told):
        read_took(tmp_path, CONTENT)
