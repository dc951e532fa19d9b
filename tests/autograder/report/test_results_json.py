import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import __version__
from autograder.late_table import Late
from autograder.records import Grade, Outcome
from autograder.report.results_json import interrupted, results, seed_results, unfinished, write_results
from autograder.report.validate import problems

from .builders import assignment, check, graded, result

STEPS = Late.model_validate({"steps": [{"until": "24 h", "keep": 0.85}]})


def strict_json(text):
    """Parse as a strict reader would: no NaN, no Infinity, no repeated key."""

    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    def once(pairs):
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    return json.loads(text, parse_constant=refuse, object_pairs_hook=once)


def numbers_of_points(document):
    return [key for table in [document, *document["tests"]] for key in ("score", "max_score") if key in table]


def test_an_ordinary_document():
    task = assignment("a", "b", late=STEPS)
    mine = graded(
        task,
        result(check("a")),
        result(check("b"), Outcome.FAILED, "expected 3, got 4"),
        late_by=timedelta(hours=23, minutes=31),
        notes=("left out hw/.DS_Store",),
        seconds=1.23456,
    )
    assert results(mine, task) == {
        "score": 8.5,
        "execution_time": 1.235,
        "output": (
            "Points before lateness: 10.00 of 20.00\n"
            "Lateness: 23 h 31 min late (at most 24 h): 10.00 × 0.85 = 8.50\n\n"
            "Note: left out hw/.DS_Store"
        ),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            {
                "number": "1",
                "name": "a",
                "status": "passed",
                "visibility": "visible",
                "output": "1 of 1 check passed.",
                "score": 10.0,
                "max_score": 10.0,
            },
            {"number": "1.1", "name": "test", "status": "passed", "visibility": "visible", "output": ""},
            {
                "number": "2",
                "name": "b",
                "status": "failed",
                "visibility": "visible",
                "output": "0 of 1 check passed. The points are for passing all of them.",
                "score": 0.0,
                "max_score": 10.0,
            },
            {
                "number": "2.1",
                "name": "test",
                "status": "failed",
                "visibility": "visible",
                "output": "expected 3, got 4",
            },
        ],
        "extra_data": {
            "grader_version": __version__,
            "held": False,
            "score_before_lateness": 10.0,
            "late_by_seconds": 84660.0,
            "networks": [],
            "flags": {},
            "isolation": {
                "backend": "linux",
                "layers": ["landlock", "seccomp"],
                "missing": {"uid": "not root"},
            },
            "notes": ["left out hw/.DS_Store"],
        },
    }


def test_the_total_is_never_below_zero():
    task = assignment()
    mine = replace(graded(task, result(check())), grade=Grade(points=-1.0, late_by=None, explanation=""))
    assert results(mine, task)["score"] == 0.0


def test_an_unknown_time_is_null():
    task = assignment()
    mine = replace(graded(task, result(check())), grade=Grade(points=1.0, late_by=None, explanation="unknown"))
    assert results(mine, task)["extra_data"]["late_by_seconds"] is None


def test_a_held_result_has_no_number_and_does_not_blame_the_student():
    task = assignment("a", "b")
    mine = graded(task, result(check("a")), result(check("b"), Outcome.FAULT, "oracle broke"), reason="disk full")
    document = results(mine, task)
    assert problems(document) == []
    assert numbers_of_points(document) == []
    assert document["extra_data"]["held"] is True
    assert document["output"].startswith("This result is held for staff")
    assert "through no fault of yours" in document["output"]
    assert "could not be read" not in str(document)
    assert "disk full" not in document["output"]


def test_a_held_result_counts_no_checks():
    """Whoever reads "0 of 4 checks passed" takes it for a grade."""
    task = assignment("a", "b")
    ended = [result(check("a")), result(check("b", hidden=True)), result(check("b"), Outcome.FAULT, "oracle broke")]
    document = results(graded(task, *ended), task)
    told = {each["name"]: each["output"] for each in document["tests"] if "." not in each["number"]}
    assert told["a"] == told["b"] == "Held for staff: nothing is counted yet."
    assert told["Summary"].startswith("Held for staff: nothing is counted yet.\nThe hidden checks are shown")
    assert " passed" not in " ".join(told.values())


def test_an_unreadable_hand_in_is_a_zero_with_its_reason_and_every_check_not_run():
    task = assignment("a", "b")
    failed = [result(check(name), Outcome.CRASHED) for name in "ab"]
    document = results(graded(task, *failed, reason="expected layers.py, found: a.py"), task)
    assert problems(document) == []
    assert document["score"] == 0.0
    assert "expected layers.py, found: a.py" in document["output"]
    outputs = [each["output"] for each in document["tests"] if "." in each["number"]]
    assert outputs == ["Not run: the hand-in could not be read."] * 2


def test_the_top_of_the_document_tells_nothing_of_hidden_checks():
    task = assignment()
    passed, failed = (
        results(graded(task, result(check(hidden=True, hint="Wide?"), outcome, "secret")), task)
        for outcome in (Outcome.PASSED, Outcome.FAILED)
    )
    assert passed["output"] == failed["output"] == ""
    assert "secret" not in str(failed)


def test_an_interrupted_grading_lists_every_check_and_has_no_number():
    task = assignment("a", "b")
    document = interrupted(task, [check("a"), check("b", "one"), check("b", "two", hidden=True)])
    assert problems(document) == []
    assert numbers_of_points(document) == []
    assert "interrupted" in document["output"]
    shown = [(each["number"], each["status"]) for each in document["tests"]]
    assert shown == [(number, "failed") for number in ["0", "1", "1.1", "2", "2.1", "2.2"]]
    outputs = [each["output"] for each in document["tests"] if "." in each["number"]]
    assert outputs == ["Not run: the grading was interrupted."] * 3


def test_an_interrupted_grading_says_what_was_found_and_counts_what_was_not():
    task, checks = assignment("a", "b"), [check("a"), check("b", "one"), check("b", "two", hidden=True)]
    found = [result(checks[0]), result(checks[1], Outcome.FAILED, "wrong"), result(checks[2], Outcome.FAULT, "secret")]
    document = interrupted(task, checks, found)
    assert problems(document) == []
    assert numbers_of_points(document) == []
    assert [each["output"] for each in document["tests"]][1:] == [
        "1 of 1 check passed.",
        "",
        "0 of 2 checks passed, 1 was not run. The points are for passing all of them.",
        "wrong",
        "Not run: the grading was interrupted.",
    ]
    assert document["tests"][0]["output"].startswith("1 of 2 public checks passed.\n")
    nothing = interrupted(task, checks)["tests"]
    assert nothing[0]["output"].startswith("0 of 2 public checks passed, 2 were not run.\n")
    assert nothing[1]["output"].startswith("0 of 1 check passed, 1 was not run.")


def test_while_not_even_the_checks_are_known_there_is_nothing_to_list():
    assert problems(unfinished()) == []
    assert (unfinished()["tests"], "score" in unfinished()) == ([], False)


def test_the_seed_is_there_until_the_result_replaces_it(tmp_path):
    task, path = assignment(), tmp_path / "results.json"
    seed_results(path, task, [check()])
    assert strict_json(path.read_text(encoding="utf-8")) == interrupted(task, [check()])
    write_results(path, results(graded(task, result(check())), task))
    assert strict_json(path.read_text(encoding="utf-8"))["score"] == 10.0
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_is_utf_8_with_plain_line_ends(tmp_path):
    path = tmp_path / "results.json"
    write_results(path, {"output": "ümläut\r\n"})
    data = path.read_bytes()
    assert "ümläut".encode() in data
    assert data.endswith(b"}\n")
    assert b"\r" not in data


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "\ud800", object()])
def test_what_is_not_json_is_refused_and_the_old_file_stays(tmp_path, bad):
    path = tmp_path / "results.json"
    path.write_text("old")
    with pytest.raises((ValueError, TypeError)):
        write_results(path, {"score": 1.0, "extra_data": {"x": bad}})
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_replacement_leaves_the_seed(tmp_path, monkeypatch):
    task, path = assignment(), tmp_path / "results.json"
    seed_results(path, task, [check()])
    seed = path.read_bytes()

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write_results(path, {"score": 1.0})
    assert path.read_bytes() == seed
    assert list(tmp_path.iterdir()) == [path]


anything = st.text(st.characters(codec=None, exclude_categories=()))
outcomes = st.sampled_from(Outcome)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), outcomes, st.booleans(), anything), max_size=8),
    anything,
    anything,
    st.sampled_from(["visible", "hidden", "after_due_date", "after_published"]),
)
def test_whatever_a_student_writes_the_document_is_valid(tmp_path_factory, drawn, reason, note, hidden_checks):
    task = assignment("a", "b", "c", hidden_checks=hidden_checks)
    drawn = [(name, Outcome.FAILED, False, "") for name in "abc"] + drawn  # no question without a check
    found = [
        result(check(name, f"test{index}", hidden=hidden, hint=text), outcome, text, text)
        for index, (name, outcome, hidden, text) in enumerate(drawn)
    ]
    document = results(graded(task, *found, name=note, reason=reason, notes=(note,)), task)
    assert problems(document) == []
    path = tmp_path_factory.mktemp("any") / "results.json"
    write_results(path, document)
    assert strict_json(path.read_bytes().decode("utf-8")) == document
    names = [each["name"] for each in document["tests"]]
    assert [names.count(each.check.title) for each in found] == [1] * len(found)


def test_a_flood_of_output_stays_within_the_limits():
    task = assignment()
    flood = "🙂" * 300_000
    mine = graded(task, result(check(), Outcome.CRASHED, flood), notes=(flood,))
    document = results(mine, task)
    assert problems(document) == []
    assert len(document["tests"][1]["output"].encode()) < 100_000
    assert "characters left out" in document["tests"][1]["output"]
