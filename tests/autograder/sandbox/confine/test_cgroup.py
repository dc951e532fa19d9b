"""Control groups: where they can be made, that they limit, and that none is left."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine import cgroup
from autograder.sandbox.linux import LinuxSandbox
from tests.autograder.sandbox.helpers import in_python

OLD = """\
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
36 31 0:33 / /sys/fs/cgroup/devices rw,relatime - cgroup cgroup rw,devices
39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
"""
NEW = "31 23 0:28 / {} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n"


def found(mounts, own):
    return [(str(place.folder), place.version, sorted(place.controllers)) for place in cgroup.places(mounts, own)]


def test_of_version_1_each_controller_has_its_own_place():
    own = "9:name=systemd:/\n8:pids:/\n4:memory:/box/7\n0::/\n"
    assert found(OLD, own) == [
        ("/sys/fs/cgroup/memory/box/7", 1, ["memory"]),
        ("/sys/fs/cgroup/memory", 1, ["memory"]),
        ("/sys/fs/cgroup/pids", 1, ["pids"]),
    ]


def test_controllers_that_were_mounted_together_have_one_place():
    mounts = "35 31 0:32 / /cg rw,relatime - cgroup cgroup rw,pids,memory\n"
    assert found(mounts, "4:pids,memory:/a\n") == [("/cg/a", 1, ["memory", "pids"]), ("/cg", 1, ["memory", "pids"])]


def test_of_version_2_a_place_limits_what_is_handed_on_there(tmp_path):
    (tmp_path / "user").mkdir()
    (tmp_path / "user/cgroup.subtree_control").write_text("\n")  # it has processes, so it can hand nothing on
    (tmp_path / "cgroup.subtree_control").write_text("cpu io memory pids\n")
    assert found(NEW.format(tmp_path), "0::/user\n") == [
        (f"{tmp_path}/user", 2, []),
        (str(tmp_path), 2, ["memory", "pids"]),
    ]


def test_other_mounts_do_not_matter_whatever_they_are_called():
    mounts = (
        "50 23 0:40 / /tmp/a\\040b rw,relatime - tmpfs  rw\n51 23 0:41 / /x rw - fuse.sshfs me@host:/ rw,user_id=0\n"
    )
    assert found(mounts + OLD, "4:memory:/\n8:pids:/\n") == [
        ("/sys/fs/cgroup/memory", 1, ["memory"]),
        ("/sys/fs/cgroup/pids", 1, ["pids"]),
    ]


def test_a_group_out_of_sight_is_no_place():
    assert found(OLD, "4:memory:/../..\n8:pids:/\n")[0] == ("/sys/fs/cgroup/memory", 1, ["memory"])


def test_a_kernel_without_groups_has_no_places(monkeypatch):
    def missing(path):
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "read_text", missing)
    assert cgroup._places() == []


@pytest.mark.parametrize("number", [errno.ENOENT, errno.ENODEV])
def test_a_group_that_another_grader_sweeps_away_is_made_again(tmp_path, monkeypatch, number):
    failures = [OSError(number, "swept away")] * 3
    monkeypatch.setattr(cgroup, "_write", lambda *_: (_ for _ in ()).throw(failures.pop()) if failures else None)
    cgroup._join(tmp_path / "group")
    assert failures == []


def test_where_nothing_limits_memory_it_says_so(monkeypatch):
    monkeypatch.setattr(cgroup, "_places", lambda: [])
    with pytest.raises(OSError, match="no writable control group that limits memory"):
        cgroup.enter()


def test_of_version_2_what_is_written_is_what_the_kernel_documents(tmp_path, monkeypatch):
    (tmp_path / "cgroup.subtree_control").write_text("memory pids\n")
    folder = tmp_path / f"autograder-{os.getpid()}"
    monkeypatch.setattr(Path, "mkdir", lambda self, exist_ok: make(self, ["memory.max", "memory.swap.max", "pids.max"]))
    monkeypatch.setattr(cgroup, "_memory", lambda _: 7 << 20)
    cgroup.Group([cgroup.Place(tmp_path, 2, frozenset({"memory", "pids"}))]).allow([100, 28])
    written = {path.name: path.read_text() for path in folder.iterdir()}
    assert written["memory.swap.max"] == "0"
    assert written["cgroup.procs"] == str(os.getpid())
    assert int(written["memory.max"]) == (128 << 20) + 2 * ((7 << 20) + cgroup._SLACK)  # mapped libraries are no reason
    assert int(written["pids.max"]) > 2


def make(folder, files):
    """What the kernel does when a folder is made in a control group."""
    os.mkdir(folder)
    for name in files:
        Path(folder, name).write_text("max")


@pytest.fixture(scope="module")
def place():
    """Where groups can really be made."""
    try:
        return cgroup._chosen()[0].folder
    except OSError as error:
        pytest.skip(str(error))


def groups(place):
    return sorted(path.name for path in place.glob("autograder-*"))


def test_memory_beyond_the_limit_ends_a_child_of_the_group_and_not_its_parent(place):
    assert in_python("from autograder.sandbox.confine import cgroup; cgroup.prove(); print('alive')") == "alive"
    cgroup.sweep()


def test_a_limit_that_is_not_there_is_not_proved(place):
    told = in_python(
        """
        from autograder.sandbox.confine import cgroup
        cgroup.Group._set = lambda *_: None
        try:
            cgroup.prove()
        except AssertionError as error:
            print(error)
        """
    )
    assert told == "memory beyond the limit was given"
    cgroup.sweep()


def test_a_group_ends_with_its_sandbox(place):
    with LinuxSandbox(("numpy",)) as sandbox:
        name = f"autograder-{sandbox._warm._process.pid}"
        assert "cgroup" in sandbox.isolation.layers
        assert name in groups(place)
    assert name not in groups(place)


def test_what_a_killed_grader_leaves_the_next_one_removes(place):
    pid = in_python(
        """
        import os, signal, sys
        from autograder.sandbox.linux import LinuxSandbox
        if os.fork() == 0:
            sandbox = LinuxSandbox(("numpy",))
            print(sandbox._warm._process.pid, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        os.wait()
        """
    )
    assert pid
    with LinuxSandbox(("numpy",)):
        assert f"autograder-{pid}" not in groups(place)


def test_the_groups_of_others_stay(place):
    with LinuxSandbox(("numpy",)) as sandbox:
        cgroup.sweep()
        assert f"autograder-{sandbox._warm._process.pid}" in groups(place)


def test_what_outlived_its_grader_is_ended_and_what_has_one_is_not(place):
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    group = place / f"autograder-{gone.pid}"
    with subprocess.Popen(["sleep", "60"]) as left_over, LinuxSandbox(("numpy",)) as sandbox:
        group.mkdir()
        (group / "cgroup.procs").write_text(str(left_over.pid))
        cgroup.clear()
        assert left_over.wait(10) == -signal.SIGKILL
        assert not group.exists()
        assert f"autograder-{sandbox._warm._process.pid}" in groups(place)
        assert sandbox._warm._process.poll() is None


def test_a_candidate_dies_and_not_the_process_it_came_from_however_large_its_libraries(tmp_path):
    """Files in memory are in nobody's share of it, so the kernel could take the larger process for the culprit."""
    with (tmp_path / "library").open("wb") as library:
        library.truncate(400 << 20)
    told = in_python(
        f"""
        import mmap, os, signal
        from autograder.sandbox.confine import cgroup, limits
        library = open({str(library.name)!r}, "rb")
        mapped = mmap.mmap(library.fileno(), 0, prot=mmap.PROT_READ, flags=mmap.MAP_SHARED | mmap.MAP_POPULATE)
        try:
            group = cgroup.enter()
        except OSError:
            print("none", flush=True)
            os._exit(0)
        print(os.getpid(), flush=True)
        group.allow([16])
        turn = limits.Turn()
        turn.first()
        candidate = os.fork()
        if candidate == 0:
            file = os.memfd_create("held")
            while True:
                os.write(file, bytes(1 << 20))
        turn.second()
        print(os.WTERMSIG(os.waitpid(candidate, 0)[1]) == signal.SIGKILL, flush=True)
        """
    )
    if told.strip() == "none":
        pytest.skip("no control group that limits memory can be made here")
    pid, _, killed = told.partition("\n")
    cgroup.remove(int(pid))
    assert killed.strip() == "True"
