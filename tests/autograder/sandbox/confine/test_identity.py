"""Another user without privileges, in processes of their own."""

import os
import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can change the user")


@as_root
def test_another_user_has_nothing_of_root():
    told = in_python(
        """
        import os
        from pathlib import Path
        from autograder.sandbox.confine import identity, libc
        os.setgroups([0, 4])
        identity.forgo_capabilities()
        change = identity.Change()
        change.aim(61000)
        libc.make([*change.calls, identity.of_dropping_capabilities(keep_search=False)])
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
        from autograder.sandbox.confine import identity, libc
        change = identity.Change()
        change.aim(61000)
        libc.make([*change.calls, identity.of_dropping_capabilities(keep_search=True)])
        print(Path(sys.argv[1]).read_text())
        try:
            Path(sys.argv[1]).write_text("y")
        except PermissionError:
            print("refused")
        """,
        secret,
    )
    assert told.split() == ["x", "refused"]
