"""The one hand-in of a container, in a folder like it."""

import json
import sys

import pytest

from autograder.errors import ExamFault, ExportError, SandboxFault
from autograder.gradescope import hand_in
from autograder.gradescope.hand_in import grade_hand_in
from autograder.gradescope.place import Place
from autograder.report.validate import problems

from ..conftest import ASSIGNMENT, EXAM

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Gradescope's containers are Linux")

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
ON_TIME = {
    "id": 7,
    "created_at": "2026-03-07T17:57:40.143363-08:00",
    "users": [{"name": "Ann Example", "sid": "007", "email": "ann@example.edu"}],
}


@pytest.fixture
def place(tmp_path):
    """A container with nothing handed in."""
    root = tmp_path / "autograder"
    for folder in ("submission", "results"):
        (root / folder).mkdir(parents=True, mode=0o700)
    return Place(root)


@pytest.fixture
def graded(toy_course, place):
    """Grade a source text; what came of it, and the document."""

    def grade(source=RIGHT, metadata=ON_TIME, **parts):
        if source is not None:
            (place.submission / "toy.py").write_text(source, encoding="utf-8")
        place.metadata.write_text(json.dumps(metadata), encoding="utf-8")
        found = grade_hand_in(toy_course(**parts), place)
        document = json.loads(place.results.read_text(encoding="utf-8"))
        assert problems(document) == []
        return found, document

    return grade


def test_a_right_answer_on_time_gets_all_points(graded):
    found, document = graded()
    assert (document["score"], found.hand_in.key) == (10, "submission_7")
    assert document["stdout_visibility"] == "hidden"


def test_lateness_is_that_of_the_metadata_and_not_of_today(graded):
    late = ON_TIME | {"created_at": "2026-03-08T01:00:00-08:00"}
    _, document = graded(metadata=late)
    assert document["score"] == 5
    own = {"users": [ON_TIME["users"][0] | {"assignment": {"due_date": "2026-03-08T01:00:00-08:00"}}]}
    _, document = graded(metadata=late | own)
    assert document["score"] == 10


def test_nothing_handed_in_gets_nothing_and_is_told_why(graded):
    found, document = graded(source=None)
    assert document["score"] == 0
    assert found.reason in document["output"]


def test_the_best_attempt_counts_where_that_is_wanted(graded):
    before = {"previous_submissions": [{"id": 6, "submission_time": "2026-03-06T12:00:00-08:00", "score": "8.0"}]}
    best = ASSIGNMENT + '[gradescope]\nattempts = "best"\nhidden_checks = "visible"\n'
    assert graded("def double(x): return 2 * x\n", ON_TIME | before)[1]["score"] == 6
    found, document = graded("def double(x): return 2 * x\n", ON_TIME | before, assignment=best)
    assert (document["score"], found.score.earned) == (8, 6)
    assert "best of 2 attempts: submission_6 8.00; others: submission_7 6.00" in document["output"]


def test_what_is_known_is_on_disk_after_each_check(graded, place, monkeypatch):
    seen = []

    def write(path, document):
        assert problems(document) == []
        seen.append(document)
        path.write_text(json.dumps(document), encoding="utf-8")

    monkeypatch.setattr(hand_in, "write_results", write)
    graded()
    not_run = [json.dumps(document["tests"]).count("Not run: the grading was interrupted.") for document in seen]
    assert not_run == [3, 2, 1, 0, 0]  # of four checks; the last document is the result
    assert all(document["extra_data"]["held"] and "score" not in document for document in seen[:-1])
    passed = [test["number"] for test in seen[0]["tests"] if test["status"] == "passed"]
    assert len(passed) == 1


def test_an_exam_that_breaks_in_a_check_holds_the_result(graded):
    found, document = graded(exam=EXAM.replace("submission.toy.triple(2), 6", "submission.toy.triple(2), 1 / 0"))
    assert found.held
    assert document["extra_data"]["held"] is True
    assert "score" not in document


@pytest.mark.parametrize(
    ("error", "metadata", "parts"),
    [(ExportError, {"id": 7}, {}), (ExamFault, ON_TIME, {"exam": EXAM + "\n1 / 0\n"})],
)
def test_what_cannot_be_read_is_ours(graded, place, error, metadata, parts):
    with pytest.raises(error):
        graded(metadata=metadata, **parts)
    assert not place.results.exists()  # whoever calls has put there what stands then


def test_without_isolation_nothing_is_run(graded, place, monkeypatch):
    def refuse(*_, **__):
        raise SandboxFault("there is no isolation here")

    monkeypatch.setattr(hand_in, "for_grading", refuse)
    with pytest.raises(SandboxFault):
        graded("raise SystemExit('ran')")
    assert json.loads(place.results.read_text())["extra_data"]["held"] is True


def test_candidates_may_read_nothing_of_the_container(graded, place, monkeypatch):
    kept = []

    def choose(libraries, secrets, **options):
        kept.extend(secrets)
        return whole(libraries, secrets, **options)

    whole = hand_in.for_grading
    monkeypatch.setattr(hand_in, "for_grading", choose)
    graded()
    assert {place.submission, place.metadata, place.results.parent, place.root / "source"} <= set(kept)
