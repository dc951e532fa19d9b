"""Batches on somebody else's executor: only strings travel, and the files are those of a batch here."""

import inspect
import pickle
import signal
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import nullcontext

import pytest

from autograder.batch import chunks
from autograder.batch.chunks import Run, run_chunk
from autograder.batch.places import Executors
from autograder.errors import GraderFault
from autograder.report.results_json import RESULTS_FILE

from .conftest import document, lasting, points

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")


class Noting(Executor):
    """An executor that does everything at once, and notes what it was given."""

    def __init__(self):
        self.given = []

    def submit(self, function, /, *arguments):
        self.given.append((function, arguments))
        future = Future()
        future.set_result(function(*arguments))
        return future


class Refusing(Executor):
    def submit(self, function, /, *arguments):
        raise RuntimeError("cannot schedule new futures after shutdown")


class Failing(Executor):
    def submit(self, function, /, *arguments):
        future = Future()
        future.set_exception(ConnectionError("the cluster is gone"))
        return future


def test_the_files_are_those_of_a_batch_here(graded, few, toy_course, tmp_path):
    workspace = toy_course()
    graded(course=workspace)
    here = lasting(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "here")
    told = []
    giving = graded(Executors(lambda: ProcessPoolExecutor(2), chunk=2), course=workspace, told=told)
    assert giving.held == []
    assert told[-1].done == 3
    assert lasting(tmp_path / "out") == here


def test_only_strings_travel_nobody_else_could_read_them_and_nothing_is_left(graded, few, tmp_path):
    seen = {}

    class Looking(Noting):
        def submit(self, function, /, *arguments):
            for path in [tmp_path / "out" / ".run", *(tmp_path / "out" / ".run").rglob("*")]:
                seen[path.name] = path.stat().st_mode & 0o077
            return super().submit(function, *arguments)

    executor = Looking()
    graded(Executors(lambda: nullcontext(executor), chunk=3))
    assert points(tmp_path / "out") == few
    assert executor.given == [(run_chunk, (str(tmp_path / "out" / ".run"), "1"))]
    assert len(pickle.dumps(executor.given)) < 400
    assert set(inspect.get_annotations(run_chunk).values()) == {"str"}
    assert {"run.json", "1.json", ".run"} <= seen.keys()
    assert set(seen.values()) == {0}
    assert not (tmp_path / "out" / ".run").exists()


@pytest.mark.parametrize(
    ("executor", "words"),
    [(Refusing(), "the executor takes no work: cannot schedule"), (Failing(), "ConnectionError: the cluster is gone")],
)
def test_an_executor_that_does_nothing_is_our_fault(graded, few, tmp_path, executor, words):
    with pytest.raises(GraderFault, match=words):
        graded(Executors(lambda: nullcontext(executor)))
    for key in few:
        assert "score" not in document(tmp_path / "out", key)


class Deadly(Noting):
    """Its workers kill the process of the first chunk, once."""

    def submit(self, function, /, *arguments):
        if not self.given:
            self.given.append((function, arguments))
            future = Future()
            future.set_exception(OSError("a worker was lost"))
            return future
        return super().submit(function, *arguments)


def test_only_what_is_missing_is_sent_again(graded, few, tmp_path):
    executor = Deadly()
    assert graded(Executors(lambda: nullcontext(executor), chunk=2)).held == []
    assert [arguments[1] for _, arguments in executor.given] == ["1", "2", "3"]
    assert points(tmp_path / "out") == few


def test_a_machine_with_other_files_says_so_and_examines_nothing(graded, few, toy_course, tmp_path):
    workspace = toy_course()

    class Changing(Noting):
        def submit(self, function, /, *arguments):
            (workspace.reference / "toy.py").write_text("def double(x): return x + x\ndef triple(x): return 3 * x\n")
            return super().submit(function, *arguments)

    with pytest.raises(GraderFault, match="exam: not the same here as where the batch was started"):
        graded(Executors(lambda: nullcontext(Changing())), course=workspace)
    assert not list((tmp_path / "out").glob("*/attempts/*"))


def test_the_fault_of_a_chunk_is_told(graded, few, toy_course, tmp_path):
    workspace = toy_course(reference="def double(x): return 2 * x\ndef triple(x): return x\n")
    with pytest.raises(GraderFault, match="the reference does not pass its own exam"):
        graded(Executors(lambda: nullcontext(Noting())), course=workspace)


def test_a_process_that_dies_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(chunks.sys, "executable", "/bin/false")
    (tmp_path / "chunks").mkdir()
    assert run_chunk(str(tmp_path), "1") == "the process of chunk 1 ended with code 1"


def test_an_interrupt_takes_the_chunks_back(graded, few, toy_course, class_folder, tmp_path):
    withdrawn = []

    class Waiting(Executor):
        def submit(self, function, /, *arguments):
            withdrawn.append(Run(tmp_path / "out" / ".run"))
            signal.setitimer(signal.ITIMER_REAL, 0.5)  # soon after the last
            return Future()  # never done

    def raised(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, raised)
    try:
        with pytest.raises(KeyboardInterrupt):
            graded(Executors(lambda: nullcontext(Waiting())))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert withdrawn
    assert not withdrawn[0].is_wanted("1")
    assert (tmp_path / "out" / "right" / RESULTS_FILE).exists()
