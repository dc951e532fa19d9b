"""Hand-ins that attack the container: each ends with what its answer is worth, in time, and leaves nothing behind."""

import json

import pytest

from .judging import ON_TIME, assert_held, checked

WEAKEST = ("--without-landlock",)
RIGHT = """
import numpy as np


def to_grey(image):
    return image @ np.array([0.299, 0.587, 0.114])
"""
WRONG = RIGHT.replace("image @ np.array([0.299, 0.587, 0.114])", "image.mean(axis=2)")
FILLS = """
import os
for place in ["/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/autograder", "/autograder/results", "/", "/run", "."]:
    for number in range(20):
        try:
            with open(f"{place}/full-{number}", "wb") as file:
                for _ in range(8):
                    file.write(bytes(1 << 20))
        except OSError:
            pass
        for make in (os.mkdir, os.mkfifo, lambda path: os.symlink("x" * 4000, path)):
            try:
                make(f"{place}/{number}-{make.__name__}")
            except OSError:
                pass
"""
FORKS = """
import os, subprocess, threading, time
for _ in range(2000):
    try:
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
            os._exit(0)
    except OSError:
        break
try:
    while True:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
except (RuntimeError, MemoryError):
    pass
try:
    subprocess.Popen(["sleep", "600"], start_new_session=True)
except OSError:
    pass
"""
SPIES = """
import os
A, COURSE = "/autograder", "/autograder/source/course"
for place in [A, f"{A}/source", f"{A}/source/settings", f"{COURSE}/assignments/course.secret", f"{COURSE}/tests/grey",
              f"{COURSE}/tests/grey/test_hidden_grey.py", f"{A}/submission", f"{A}/submission/submission_metadata.json",
              f"{A}/submission_metadata.json", f"{A}/results", f"{A}/results/results.json", f"{A}/source/held.json",
              "/root", "/proc/1/environ", "/proc/1/root", f"/proc/{os.getppid()}/mem"]:
    try:
        os.listdir(place) if os.path.isdir(place) else open(place).read()
    except OSError:
        continue
    if place != A:
        raise RuntimeError("could read " + place)
"""
LIES = """
import os, sys
FAKE = '{"score": 10, "output": "forged", "tests": [{"name": "forged", "score": 10, "max_score": 10}]}'
print(FAKE, flush=True)
print(FAKE, file=sys.stderr, flush=True)
for descriptor in range(64):
    try:
        if descriptor < 3:
            os.write(descriptor, FAKE.encode())
    except OSError:
        pass
for path in ["/autograder/results/results.json", "results.json", "/autograder/results/.held"]:
    try:
        open(path, "w").write(FAKE)
    except OSError:
        pass
"""
KILLS = """
import os, signal
for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
    for pid in [-1, os.getppid(), 1, *range(2, 400)]:
        try:
            if pid != os.getpid():
                os.kill(pid, number)
        except OSError:
            pass
"""
WORTH = {  # name → what is handed in, and the points of its answer
    "fills the disk": (FILLS + RIGHT, 10),
    "forks until the limit": (FORKS + RIGHT, 10),
    "looks for the exam and the secret": (SPIES + RIGHT, 10),
    "prints and writes a results.json of its own": (LIES + WRONG, 0),
    "kills all that it can": (KILLS + RIGHT, 10),
    "does all of it, wrongly": (FILLS + FORKS + SPIES + LIES + KILLS + WRONG, 0),
}
WAYS = {"as it is": (), "without Landlock": WEAKEST}


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("name", WORTH)
def test_an_attack_gets_what_its_answer_is_worth(grey, name, options):
    text, points = WORTH[name]
    ran = checked(grey.run({"grey.py": text.encode()}, ON_TIME, options=options))
    print(f"{name}: {ran.seconds:.1f} s")
    assert ran.document["score"] == points, json.dumps(ran.document)[:3000] + ran.stdout
    assert "could read" not in json.dumps(ran.document)
    assert "forged" not in json.dumps(ran.document) + ran.stdout
    assert ran.left == []
    assert ran.seconds < 60


def test_what_is_left_behind_is_seen(grey):
    """Or the tests above could not fail."""
    script = grey.autograder / "run_autograder"
    script.write_text(script.read_text().replace("\nexit 0\n", "\nsleep 600 &\ntouch /tmp/crumb\nexit 0\n"))
    ran = checked(grey.run({"grey.py": RIGHT.encode()}, ON_TIME))
    assert [line.strip() for line in ran.left] == ["process sleep 600", "/tmp/crumb"]


def test_an_attack_at_every_call_costs_only_its_own_checks(grey):
    """A crash of the candidate is one: what the checks found stands."""
    inside = "\n".join(f"    {line}" for line in (FORKS + KILLS).strip().split("\n"))
    text = f"import numpy as np\n\n\ndef to_grey(image):\n{inside}\n    os.kill(os.getpid(), 9)\n"
    ran = checked(grey.run({"grey.py": text.encode()}, ON_TIME, options=WEAKEST))
    assert ran.document["score"] == 0, ran.stdout
    assert ran.left == []


def test_metadata_in_the_hand_in_are_not_those_of_the_harness(grey):
    ann = ON_TIME["users"][0] | {"assignment": {"due_date": ON_TIME["assignment"]["due_date"]}}
    late = ON_TIME | {"created_at": "2026-03-08T17:57:40.143363-07:00", "users": [ann]}
    own = {name: json.dumps(ON_TIME).encode() for name in ("submission_metadata.json", "submission_metadata.yml")}
    ran = checked(grey.run({"grey.py": RIGHT.encode(), **own}, late))
    assert ran.document["score"] == 8.5, ran.stdout


def test_without_proc_nothing_is_graded_and_it_says_why(grey):
    ran = checked(grey.run({"grey.py": RIGHT.encode()}, ON_TIME, options=["--without-proc"]))
    assert_held(ran)
    assert "/proc is not mounted" in ran.stdout
    assert "Traceback" not in ran.stdout


def test_where_no_temporary_file_can_be_written_the_result_is_true_or_held(grey):
    ran = checked(grey.run({"grey.py": RIGHT.encode()}, ON_TIME, options=["--full-tmp"]))
    if "score" in ran.document:
        assert ran.document["score"] == 10
    else:
        assert_held(ran)
        assert "room" in ran.stdout
