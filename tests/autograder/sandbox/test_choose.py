"""Which back end for which purpose, and when grading is refused."""

import contextlib
import functools
import sys

import pytest

from autograder.errors import SandboxFault
from autograder.records import Isolation
from autograder.sandbox import choose
from autograder.sandbox.portable import PortableSandbox

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox import linux

NECESSARY = ("rlimits", "capabilities", "no_new_privs", "seccomp")


class Fake:
    """A Linux sandbox with the layers that a test gives it."""

    layers: tuple[str, ...] = ()
    opened: tuple["Fake", ...] = ()

    def __init__(self, libraries, *, for_gpu=False):
        self.for_gpu = for_gpu
        missing = {layer: f"no {layer} here" for layer in ("uid", "landlock") if layer not in self.layers}
        self.isolation = Isolation(backend="linux", layers=self.layers, missing=missing)
        self.closed = False
        type(self).opened += (self,)

    def close(self):
        self.closed = True


@pytest.fixture
def with_layers(monkeypatch):
    def use(*layers):
        monkeypatch.setattr(linux, "LinuxSandbox", type("Fake", (Fake,), {"layers": layers}))
        return linux.LinuxSandbox

    return use


@pytest.fixture
def secret(tmp_path):
    """A file in folders that anybody may enter; its own folder and the file are for the test to close."""
    folder = tmp_path / "course"
    folder.mkdir()
    path = folder / "secret"
    path.write_text("the right answers")
    path.chmod(0o644)
    for above in path.parents:
        if not above.stat().st_mode & 0o001:
            above.chmod(0o711)
    return path


def test_grading_takes_a_sandbox_that_confines(with_layers):
    fake = with_layers(*NECESSARY, "landlock")
    assert isinstance(choose.for_grading(()), fake)


def test_only_who_asks_for_a_gpu_gets_one(with_layers):
    with_layers(*NECESSARY, "landlock")
    assert [choose.for_grading(()).for_gpu, choose.for_grading((), for_gpu=True).for_gpu] == [False, True]


def test_grading_refuses_what_does_not_confine_and_says_why(with_layers):
    fake = with_layers(*NECESSARY)
    with pytest.raises(SandboxFault, match=r"cannot be confined here \(uid: no uid here; landlock: no landlock here\)"):
        choose.for_grading(())
    assert fake.opened[0].closed


@pytest.mark.parametrize(
    "layers",
    [("rlimits",), ("capabilities",), ("seccomp",), ("no_new_privs",), ("namespaces", "uid", "landlock")],
    ids=", ".join,
)
def test_grading_refuses_where_layers_are_really_off(monkeypatch, layers):
    without = functools.partial(linux.LinuxSandbox, without=frozenset(layers))
    monkeypatch.setattr(linux, "LinuxSandbox", without)
    with pytest.raises(SandboxFault, match=f"cannot be confined here .*{layers[0]}: left off on request"):
        choose.for_grading(())
    with choose.for_grading((), unsafe=True) as sandbox:
        assert sandbox.isolation.backend == "portable"


def test_grading_refuses_other_systems(monkeypatch):
    monkeypatch.setattr(choose.sys, "platform", "darwin")
    with pytest.raises(SandboxFault, match="no isolation on darwin"):
        choose.for_grading(())


@pytest.mark.parametrize(
    ("file", "folder", "which"),
    [
        (0o644, 0o711, "the file"),
        (0o600, 0o711, "the folder"),  # who can enter can guess names
        (0o600, 0o744, "the folder"),
        (0o600, 0o711, None),
        (0o644, 0o700, None),
    ],
)
def test_without_landlock_secrets_must_be_private(with_layers, secret, file, folder, which):
    fake = with_layers(*NECESSARY, "uid")
    secret.chmod(file)
    secret.parent.chmod(folder)
    told = {"the file": secret, "the folder": secret.parent, None: secret}[which]
    if which is None:
        assert isinstance(choose.for_grading((), [told, secret.parent / "missing"]), fake)
        return
    with pytest.raises(SandboxFault, match="chmod -R go=") as caught:
        choose.for_grading((), [told])
    assert str(told) in str(caught.value)
    assert fake.opened[0].closed


def test_with_landlock_permissions_do_not_matter(with_layers, secret):
    fake = with_layers(*NECESSARY, "uid", "landlock")
    assert isinstance(choose.for_grading((), [secret]), fake)


def test_checking_makes_do(with_layers, monkeypatch):
    with_layers("rlimits")
    with contextlib.closing(choose.for_checking(())) as sandbox:
        assert isinstance(sandbox, PortableSandbox)
    assert linux.LinuxSandbox.opened[0].closed

    def fails(libraries):
        raise SandboxFault("no")

    monkeypatch.setattr(linux, "LinuxSandbox", fails)
    with contextlib.closing(choose.for_grading((), unsafe=True)) as sandbox:
        assert isinstance(sandbox, PortableSandbox)


def test_checking_prefers_what_confines(with_layers):
    fake = with_layers(*NECESSARY, "uid")
    assert isinstance(choose.for_checking(()), fake)
