"""What a ruleset lets a process of its own read."""

import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine import landlock


@pytest.mark.skipif(landlock.abi() == 0, reason="the kernel has no Landlock")
def test_only_what_the_ruleset_names_can_be_read(tmp_path):
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    told = in_python(
        """
        import os, sys
        from pathlib import Path
        from autograder.sandbox.confine import landlock
        from autograder.sandbox.confine.libc import PR_SET_NO_NEW_PRIVS, make, prctl
        folder = Path(sys.argv[1])
        descriptor = landlock.ruleset([folder / "open", folder / "missing", folder / "closed/file"])
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        make(landlock.of_restricting(descriptor))
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
        landlock.of_restricting(None)
