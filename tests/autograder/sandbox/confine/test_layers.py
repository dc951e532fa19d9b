"""Each layer put on a process of its own, and what it can do afterwards."""

import os
import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine import landlock
from autograder.sandbox.confine.libc import madvise, prctl, syscall

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can change the user")


def test_limits_are_what_was_asked_and_cannot_be_raised():
    told = in_python(
        """
        import resource
        from autograder.sandbox.confine import limits
        mapped = limits._mapped()
        limits.restrict(100, 2.5, own_user=False)
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        assert soft == hard
        assert 0 <= soft - mapped - (100 << 20) < 4 << 20
        assert resource.getrlimit(resource.RLIMIT_CPU) == (4, 5)  # first SIGXCPU, which says why
        assert resource.getrlimit(resource.RLIMIT_FSIZE) == resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        try:
            data = bytearray(120 << 20)
        except MemoryError:
            print("refused")
        """
    )
    assert told == "refused"


@pytest.mark.parametrize("own_user", [False, True])
def test_threads_are_only_counted_for_a_user_of_its_own(own_user):
    told = in_python(
        f"""
        import resource
        from autograder.sandbox.confine import limits
        before = resource.getrlimit(resource.RLIMIT_NPROC)
        limits.restrict(100, 1, own_user={own_user})
        after = resource.getrlimit(resource.RLIMIT_NPROC)
        print(after == (limits.MAX_THREADS, limits.MAX_THREADS), after == before)
        """
    )
    assert told == f"{own_user} {not own_user}"


def test_the_candidate_is_the_first_to_die_when_memory_runs_out():
    told = in_python(
        """
        from pathlib import Path
        from autograder.sandbox.confine import limits
        limits.first_to_die()
        print(Path("/proc/self/oom_score_adj").read_text())
        """
    )
    assert told == "1000"


@as_root
def test_another_user_has_nothing_of_root():
    told = in_python(
        """
        import os
        from pathlib import Path
        from autograder.sandbox.confine import identity
        identity.forgo_capabilities()
        identity.keep_capabilities_on_setuid()
        identity.become(61000)
        identity.drop_capabilities(keep_search=False)
        assert os.getresuid() == os.getresgid() == (61000,) * 3
        assert os.getgroups() == []
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        print({name: int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")})
        """
    )
    assert told == str(dict.fromkeys(("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"), 0))


@as_root
def test_the_right_to_search_is_all_that_is_kept(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o600)
    told = in_python(
        """
        import sys
        from pathlib import Path
        from autograder.sandbox.confine import identity
        identity.keep_capabilities_on_setuid()
        identity.become(61000)
        identity.drop_capabilities(keep_search=True)
        print(Path(sys.argv[1]).read_text())
        try:
            Path(sys.argv[1]).write_text("y")
        except PermissionError:
            print("refused")
        """,
        secret,
    )
    assert told.split() == ["x", "refused"]


needs_landlock = pytest.mark.skipif(landlock.abi() == 0, reason="the kernel has no Landlock")


@needs_landlock
def test_only_what_the_ruleset_names_can_be_read(tmp_path):
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    told = in_python(
        """
        import os, sys
        from pathlib import Path
        from autograder.sandbox.confine import landlock
        from autograder.sandbox.confine.libc import PR_SET_NO_NEW_PRIVS, prctl
        folder = Path(sys.argv[1])
        descriptor = landlock.ruleset([folder / "open", folder / "missing", folder / "closed/file"])
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        landlock.restrict(descriptor)
        def attempt(deed):
            try:
                deed()
                return "done"
            except PermissionError:
                return "refused"
        print(attempt((folder / "open/file").read_text), attempt(lambda: os.listdir(folder / "open")),
              attempt((folder / "closed/file").read_text), attempt(lambda: os.listdir(folder / "closed")),
              attempt(lambda: (folder / "open/file").write_text("x")), attempt(lambda: (folder / "open/new").touch()),
              attempt((folder / "open/file").unlink), attempt(lambda: Path("/dev/null").write_text("x")))
        try:
            os.fstat(descriptor)
        except OSError:
            print("closed")
        """,
        tmp_path,
    )
    assert told.split() == ["done"] * 3 + ["refused"] * 4 + ["done", "closed"]


def test_a_kernel_without_landlock_has_no_ruleset_and_is_refused(monkeypatch):
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    assert landlock.ruleset([]) is None
    with pytest.raises(OSError, match="the kernel has no Landlock"):
        landlock.restrict(None)


def test_a_planned_layer_that_does_not_go_on_is_an_error():
    told = in_python(
        """
        import os
        from autograder.sandbox.confine import apply
        if os.fork():
            os.wait()
        else:
            try:
                plan = apply.Plan(frozenset({"landlock"}), ruleset=None)
                apply.apply(plan, uid=1, memory_mb=1, seconds=1, parent=os.getppid())
            except OSError as error:
                print(error, flush=True)
            os._exit(0)
        """
    )
    assert told == "the kernel has no Landlock"


def test_a_candidate_whose_parent_died_first_dies_too():
    told = in_python(
        """
        import os
        from autograder.sandbox.confine import apply
        child = os.fork()
        if child == 0:
            apply.apply(apply.Plan(frozenset()), uid=1, memory_mb=1, seconds=1, parent=os.getppid() + 1)
            os._exit(0)
        print(os.waitpid(child, 0)[1])
        """
    )
    assert told == "9"


def test_calls_into_c_raise_what_went_wrong():
    with pytest.raises(OSError, match=r"prctl\(9999\): Invalid argument"):
        prctl(9999)
    with pytest.raises(OSError, match="system call 100000: Function not implemented"):
        syscall(100_000)
    with pytest.raises(OSError, match="madvise: Invalid argument"):
        madvise(1, 1, 9999)
