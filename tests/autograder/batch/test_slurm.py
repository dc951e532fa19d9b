"""What is made of Slurm's words, and how chunks come into the queue; tests/slurm has a real one."""

import sys

import pytest

from autograder.batch import queue, slurm
from autograder.batch.chunks import Run
from autograder.batch.profile import Profile, load_profile
from autograder.batch.slurm import Slurm, _Crowd, cancel_left_over
from autograder.errors import ConfigError, GraderFault


@pytest.fixture
def said(monkeypatch):
    """What Slurm's commands answer, by their names; what is not there fails. And the commands that were given."""
    answers, given = {}, []
    monkeypatch.setattr(queue, "_said", lambda *command: given.append(command) or answers.get(command[0]))
    return answers, given


def test_every_task_of_the_queue_is_known_with_its_state(said):
    said[0]["squeue"] = "12_[0-2,7%5] PENDING\n12_3 RUNNING\n13 COMPLETING\n"
    expected = dict.fromkeys(("12_0", "12_1", "12_2", "12_7"), "PENDING")
    assert queue.living("name") == {**expected, "12_3": "RUNNING", "13": "COMPLETING"}
    assert "--name=name" in said[1][0]


def test_a_queue_that_does_not_answer_is_not_an_empty_one(said):
    assert queue.living("name") is None
    said[0]["squeue"] = ""
    assert queue.living("name") == {}


def test_accounting_says_how_tasks_ended_where_there_is_any(said):
    assert queue.endings(["12"]) == {}
    said[0]["sacct"] = "12_0|COMPLETED\n12_1|CANCELLED by 0\n12_[2-3]|PENDING\n\n"
    assert queue.endings(["12"]) == {"12_0": "COMPLETED", "12_1": "CANCELLED", "12_2": "PENDING", "12_3": "PENDING"}
    assert queue.endings([]) == {}


def test_how_large_an_array_may_be(said):
    assert queue.largest_array() is None
    said[0]["scontrol"] = "Configuration data\nMaxArraySize            = 1001\nMaxDBDMsgs = 5\n"
    assert queue.largest_array() == 1001


class Site:
    """A Slurm that takes so many tasks, and ends them when it is told to."""

    def __init__(self, monkeypatch, limit=99, array=None):
        self.limit, self.waves, self.now, self.deaf, self.ended = limit, [], {}, False, {}
        monkeypatch.setattr(queue, "living", lambda _: None if self.deaf else dict(self.now))
        monkeypatch.setattr(queue, "endings", lambda _: self.ended)
        monkeypatch.setattr(queue, "largest_array", lambda: array)
        monkeypatch.setattr(queue, "cancel", lambda _: self.now.clear())
        monkeypatch.setattr(_Crowd, "_submit", lambda crowd, chunks: self.submit(chunks))

    def submit(self, chunks):
        if len(self.now) + len(chunks) > self.limit:
            raise GraderFault("Slurm takes no jobs: QOSMaxSubmitJobPerUserLimit")
        self.waves.append(list(chunks))
        tasks = {f"{len(self.waves)}_{number}": chunk for number, chunk in enumerate(chunks)}
        self.now |= dict.fromkeys(tasks, "RUNNING")
        return tasks


def crowd(tmp_path, count, **profile):
    names = [str(number) for number in range(count)]
    return _Crowd(Profile(look_seconds=1e-9, **profile), Run(tmp_path), "name", names)


def test_no_more_are_in_the_queue_than_may_be(tmp_path, monkeypatch):
    site = Site(monkeypatch, array=3)
    busy = crowd(tmp_path, 10, queued=4, array=100)
    assert len(busy.alive()) == 10
    assert site.waves == [["0", "1", "2"]]  # the site's arrays are small
    busy.alive()
    assert site.waves[1:] == [["3"]]
    for _ in range(20):
        busy.alive()
        assert len(site.now) <= 4
        site.now = dict(list(site.now.items())[1:])
    for _ in range(30):
        busy.alive()
        site.now.clear()
    assert busy.alive() == []
    assert sorted(chunk for wave in site.waves for chunk in wave) == sorted(map(str, range(10)))


def test_a_limit_that_nobody_told_us_is_found(tmp_path, monkeypatch):
    site = Site(monkeypatch, limit=3)
    busy = crowd(tmp_path, 10)
    for _ in range(30):
        busy.alive()
        if len(site.now) == 3 or not busy.waiting:
            site.now.clear()
    assert busy.alive() == []
    assert sorted(chunk for wave in site.waves for chunk in wave) == sorted(map(str, range(10)))
    assert max(map(len, site.waves)) <= 3


def test_a_site_that_takes_nothing_says_so(tmp_path, monkeypatch):
    Site(monkeypatch, limit=0)
    busy = crowd(tmp_path, 4)
    busy.alive()  # four were too many, and so are two
    busy.alive()
    with pytest.raises(GraderFault, match="QOSMaxSubmitJobPerUserLimit"):
        busy.alive()


def test_a_task_is_gone_when_it_is_missing_twice(tmp_path, monkeypatch):
    site = Site(monkeypatch)
    busy = crowd(tmp_path, 1)
    busy.alive()
    tasks = dict(site.now)
    site.now.clear()
    assert busy.alive() == ["0"]
    site.now = tasks
    assert busy.alive() == ["0"]
    site.now = {}
    assert busy.alive() == ["0"]
    assert busy.alive() == []


def test_while_the_queue_is_deaf_everything_goes_on_but_not_for_ever(tmp_path, monkeypatch):
    site = Site(monkeypatch)
    busy = crowd(tmp_path, 1)
    busy.alive()
    site.deaf = True
    assert all(busy.alive() == ["0"] for _ in range(5))
    monkeypatch.setattr(slurm, "_DEAF_SECONDS", 0.0)
    with pytest.raises(GraderFault, match="squeue has not answered"):
        busy.alive()


def test_memory_is_the_doing_of_who_was_examined_and_a_lost_node_is_not(tmp_path, monkeypatch):
    site = Site(monkeypatch)
    busy = crowd(tmp_path, 3)
    busy.alive()
    site.now.clear()
    site.ended = {"1_0": "COMPLETED", "1_1": "NODE_FAIL", "1_2": "OUT_OF_MEMORY"}
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "1_1_0_log.err").write_text("the last words\n", encoding="utf-8")
    assert (busy.alive(), busy.alive()) == (["0", "1", "2"], [])
    assert busy.blamed == {"2": "Slurm ended job 1_2, in which it was tried: OUT_OF_MEMORY"}
    assert busy.faults == ["job 1_1 ended: NODE_FAIL\nthe last words", "job 1_2 ended: OUT_OF_MEMORY"]


def test_the_jobs_of_a_driver_that_was_killed_are_cancelled(tmp_path, monkeypatch):
    cancelled = []
    monkeypatch.setattr(queue, "cancel", cancelled.append)
    cancel_left_over(tmp_path)
    (tmp_path / slurm.NAME_FILE).write_text("autograder-1234", encoding="ascii")
    cancel_left_over(tmp_path)
    assert cancelled == ["autograder-1234"]


def test_a_chunk_takes_as_long_as_the_profile_says():
    profile = Profile(chunk="15 min", cpus=2)
    assert profile.hand_ins(9.0) == 200
    assert profile.hand_ins(None) == 60
    assert profile.hand_ins(10_000.0) == 1


PROFILE = """
partition = "gpu"
gres = "gpu:1"
time = "40 min"
memory_gb = 1.5
cpus = 2
setup = ["module load python"]
more = { exclude = "n7", nice = 100 }
"""


def test_the_profile_says_what_sbatch_is_asked_for(tmp_path):
    submitit = pytest.importorskip("submitit.slurm.slurm")
    (tmp_path / "slurm.toml").write_text(PROFILE, encoding="utf-8")
    options = load_profile(tmp_path / "slurm.toml").options("autograder-1")
    script = submitit._make_sbatch_string("true", tmp_path, **options)
    lines = {line.removeprefix("#SBATCH --") for line in script.splitlines() if line.startswith("#SBATCH")}
    assert lines >= {
        "partition=gpu",
        "gres=gpu:1",
        "time=40",
        "mem=1536M",
        "cpus-per-task=2",
        "exclude=n7",
        "nice=100",
        "job-name=autograder-1",
    }
    assert "module load python" in script
    assert "srun" not in script.split("# command")[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('partiton = "gpu"', "unknown key 'partiton'; did you mean 'partition'?"),
        ('time = "10 min"', "chunk: expected no more than time"),
        ("time = 30", "expected a length of time"),
        ("cpus = 0", "cpus: input should be greater than or equal to 1, found 0"),
    ],
)
def test_a_profile_that_is_none_says_what_is_wrong(tmp_path, text, words):
    (tmp_path / "slurm.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"slurm\.toml") as caught:
        load_profile(tmp_path / "slurm.toml")
    assert words in str(caught.value)


def test_without_slurm_or_submitit_that_is_said(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(ConfigError, match="there is no sbatch here"):
        Slurm(Profile())
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setitem(sys.modules, "submitit", None)
    with pytest.raises(ConfigError, match=r"pip install 'cv-autograder\[slurm\]'"):
        Slurm(Profile())
