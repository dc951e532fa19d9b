"""Weights files inside a candidate: tensors or a sentence of ours; no code runs, and every number is counted."""

import io
import os
import pickle
import zipfile

import pytest

torch = pytest.importorskip("torch")
from safetensors.torch import save  # noqa: E402

from autograder.sandbox.opening import numbers_in, opened  # noqa: E402
from autograder.sandbox.worker import Unfit  # noqa: E402


def pt(value, **options):
    file = io.BytesIO()
    torch.save(value, file, **options)
    return file.getvalue()


STATE = {"0.weight": torch.arange(12.0).reshape(3, 4), "0.bias": torch.zeros(3), "steps": torch.tensor(7)}
FILES = {"network.safetensors": save(STATE), "network.pt": pt(STATE)}
OLD = pt(STATE, _use_new_zipfile_serialization=False)
SCRIPT = io.BytesIO()
torch.jit.save(torch.jit.trace(torch.nn.Linear(2, 2), torch.zeros(1, 2)), SCRIPT)


def why(name, data):
    with pytest.raises(Unfit) as caught:
        opened(name, data)
    return str(caught.value)


@pytest.mark.parametrize(("name", "data"), [*FILES.items(), ("network.pth", OLD)])
def test_a_state_is_opened_and_counted(name, data):
    found = opened(name, data)
    assert found.keys() == STATE.keys()
    assert all(torch.equal(found[key], STATE[key]) for key in STATE)
    assert numbers_in(found.values()) == 16


class Runs:
    """A pickle that runs a command when it is opened by ``pickle.load``."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


def test_code_in_a_pickle_does_not_run_even_without_a_sandbox(tmp_path):
    trace = tmp_path / "trace"
    data = pt({"0.weight": Runs(trace)})
    text = why("network.pt", data)
    assert "holds more than tensors" in text
    assert "system" in text
    assert not trace.exists()
    pickle.loads(zipfile.ZipFile(io.BytesIO(data)).read("archive/data.pkl"))  # it would have
    assert trace.exists()


ST, PT = FILES["network.safetensors"], FILES["network.pt"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("network.pt", b"", "it is empty; save it anew"),
        ("network.safetensors", b"", "it is empty; save it anew"),
        ("network.pt", b"not a zip" * 100, "torch.save did not write it"),
        ("network.pt", ST, "safetensors wrote it, so its name must end in .safetensors"),
        ("network.safetensors", PT, "torch.save wrote it, so its name must end in .pt"),
        ("network.safetensors", OLD, "torch.save wrote it, so its name must end in .pt"),
        ("network.safetensors", ST[:-1], f"it is damaged or cut short ({len(ST) - 1:,} bytes); save it anew"),
        ("network.safetensors", (1 << 62).to_bytes(8, "little"), "it is damaged or cut short (8 bytes)"),
        ("network.pt", PT[:-30], "it is damaged or cut short"),
        ("network.pt", OLD[:-30], "it is damaged or cut short"),
        ("network.pt", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS"),
        ("network.pt", SCRIPT.getvalue(), "it is a whole network of torch.jit.save"),
        ("network.pt", pt([1, 2]), "holds a list, expected a state_dict"),
        ("network.pt", pt({"model": STATE, "epoch": 3}), "holds a dict with model, epoch, expected a state_dict"),
        ("network.pt", pt(torch.nn.Linear(2, 2)), "it holds more than tensors (torch.nn.modules.linear.Linear)"),
        ("network.pt", pt({"a": torch.eye(3).to_sparse()}), "tensors that are sparse, quantised or without values: a"),
        ("network.pt", pt(dict.fromkeys(range(2), torch.ones(1))), "expected names as keys, found 0, 1"),
        (
            "network.pt",
            pt({"a": torch.ones(3, device="meta")}),
            "tensors that are sparse, quantised or without values: a",
        ),
    ],
)
def test_weights_that_cannot_be_opened_are_named_in_words_of_ours(name, data, words):
    text = why(name, data)
    assert words in text
    assert text.startswith(name)
    assert len(text) < 200
    assert not any(word in text for word in ("Error", "weights_only", "miniz", "deserializ"))


def test_numbers_stored_behind_a_tensor_are_counted():
    """A view of a large tensor is saved with all of it, and can be made whole again."""
    found = opened("network.pt", pt({"a": torch.arange(1000.0)[:1], "b": torch.ones(5)}))
    assert found["a"].numel() == 1
    assert numbers_in(found.values()) == 1005


def test_tensors_that_share_what_is_stored_count_once_each():
    """As before there were views: a tied layer is in the state twice."""
    shared = torch.ones(10)
    assert numbers_in([shared, shared]) == 20
    assert numbers_in([shared[:5], shared[5:]]) == 10
    assert numbers_in([torch.ones(4, dtype=torch.float64), torch.ones(4, dtype=torch.uint8)]) == 8
    assert numbers_in([torch.ones(0), torch.ones(3)]) == 3
    assert numbers_in([torch.ones(1).expand(1 << 62), torch.ones(1).expand(1 << 62)]) == (1 << 62) - 1


def test_weights_for_which_there_is_no_memory_are_not_damaged(monkeypatch):
    def load(*_, **__):
        raise RuntimeError(
            "[enforce fail at alloc_cpu.cpp:121] . DefaultCPUAllocator: can't allocate memory: you tried"
        )

    monkeypatch.setattr(torch, "load", load)
    with pytest.raises(RuntimeError, match="can't allocate memory"):  # which the worker knows as want of memory
        opened("network.pt", PT)
