"""Batches on a real Slurm of several nodes: what comes of them is what comes of them here, whatever happens to jobs."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from autograder.batch import queue
from autograder.batch.profile import Profile
from autograder.batch.slurm import Slurm
from autograder.errors import GraderFault

from ..autograder.batch.conftest import POINTS, lasting, points
from ..autograder.conftest import EXAM
from .conftest import missing

pytestmark = [
    pytest.mark.slurm,
    pytest.mark.skipif(bool(missing()), reason=f"no Slurm here: {', '.join(missing())} (make test-slurm)"),
]
PROFILE = {"look_seconds": 0.5, "memory_gb": 1, "chunk": "1 min"}  # two hand-ins in a chunk
HOLDS = """
import os, pathlib, time
import autograder.batch.tries as tries
FOLDER = pathlib.Path({folder!r})
honest = tries.grade
def waiting(workspace, exam, submission, sandbox):
    if submission.hand_in.key == "half":
        (FOLDER / "there").write_text(os.environ.get("SLURMD_NODENAME", ""))
        while (FOLDER / "hold").exists():
            time.sleep(0.1)
    return honest(workspace, exam, submission, sandbox)
tries.grade = waiting
with (FOLDER / "gpus").open("a") as seen:
    seen.write(os.environ.get("CUDA_VISIBLE_DEVICES", "none") + "\\n")
"""


@pytest.fixture
def launcher(slurm):
    return Slurm(Profile(**PROFILE))


def test_the_files_are_those_of_a_batch_here_within_all_limits(graded, toy_course, tmp_path, slurm):
    """Two tasks at most in the queue, one GPU each."""
    workspace = toy_course(exam=HOLDS.format(folder=str(tmp_path)) + EXAM)
    graded(course=workspace)
    here = lasting(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "here")
    (tmp_path / "gpus").unlink()
    giving = graded(Slurm(Profile(**PROFILE, queued=2, gres="gpu:1")), course=workspace)
    assert giving.held == []
    assert points(tmp_path / "out") == POINTS
    assert lasting(tmp_path / "out") == here
    seen = (tmp_path / "gpus").read_text(encoding="utf-8").split()
    assert len(seen) == 3  # in each job
    assert set(seen) <= {"0", "1"}
    assert not (tmp_path / "out" / ".run").exists()


def cancelled(task, node):
    subprocess.run(["scancel", task], check=True)


def requeued(task, node):
    subprocess.run(["scontrol", "requeue", task], check=True)


def lost(task, node):
    """As if the power was cut: the daemon of the node and all of its jobs are gone at once."""
    for pid in processes(f"slurmd -N {node} ", f"slurmstepd: [{task.replace('_', '')}"):
        os.kill(pid, signal.SIGKILL)
    for pid in processes("autograder.batch.work", environment=f"SLURMD_NODENAME={node}"):
        os.kill(pid, signal.SIGKILL)
    subprocess.run(["scontrol", "update", f"nodename={node}", "state=down", "reason=lost"], check=True)


def told_by(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def heard():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background is deaf to it


def processes(*words, environment=""):
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if any(word in line for word in words) and environment.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("deed", [cancelled, requeued, lost])
def test_whatever_happens_to_a_job_only_what_is_missing_is_sent_again(
    graded, few, toy_course, tmp_path, launcher, monkeypatch, deed
):
    """Also where there is no accounting."""
    monkeypatch.setattr(queue, "endings", lambda _: {})
    workspace, seen = toy_course(exam=HOLDS.format(folder=str(tmp_path)) + EXAM), []
    (tmp_path / "hold").touch()

    def happen():
        while not (tmp_path / "there").exists():
            time.sleep(0.1)
        marker = next((tmp_path / "out" / "half" / "attempts").iterdir()).read_text(encoding="utf-8")
        job = marker.split("Slurm job ")[1].strip()
        task = told_by("squeue", "-h", "-j", job, "-o", "%i")
        seen.append(task)
        deed(task, (tmp_path / "there").read_text(encoding="utf-8"))
        (tmp_path / "hold").unlink()

    thread = threading.Thread(target=happen)
    thread.start()
    giving = graded(launcher, course=workspace)
    thread.join()
    assert giving.held == []
    assert points(tmp_path / "out") == few
    assert seen


def command(tmp_path, class_folder):
    profile = tmp_path / "slurm.toml"
    profile.write_text('look_seconds = 0.5\nmemory_gb = 1\nchunk = "1 min"\n', encoding="utf-8")
    words = ["grade", class_folder, "-a", "toy", "-o", tmp_path / "out", "--on", "slurm", "--profile", profile]
    return [sys.executable, "-m", "autograder", *map(str, words)]


ENDS = {"killed": (signal.SIGKILL, True), "interrupted": (signal.SIGINT, False)}


@pytest.mark.parametrize(("end", "left"), ENDS.values(), ids=ENDS)
def test_a_driver_that_ends_finds_everything_as_it_was(few, toy_course, class_folder, tmp_path, slurm, end, left):
    workspace = toy_course(exam=HOLDS.format(folder=str(tmp_path)) + EXAM)
    (tmp_path / "hold").touch()
    words = command(tmp_path, class_folder)
    with subprocess.Popen(words, cwd=workspace.exam, preexec_fn=heard) as driver:
        while not (tmp_path / "there").exists():
            assert driver.poll() is None
            time.sleep(0.1)
        driver.send_signal(end)
        driver.wait(60)
    assert bool(told_by("squeue", "-h")) is left
    (tmp_path / "hold").unlink()
    again = subprocess.run(words, cwd=workspace.exam, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert points(tmp_path / "out") == few


def test_jobs_that_cannot_be_say_so(graded, few, slurm):
    with pytest.raises(GraderFault, match=r"(?s)Slurm takes no jobs.*[Ii]nvalid partition"):
        graded(Slurm(Profile(**PROFILE, partition="nowhere")))
