"""The network of a hand-in inside its candidate: weights that are opened there alone, scores that are looked at."""

import io
import os
import pickle
import zipfile

import pytest

from autograder.records import Outcome
from autograder.sandbox.base import Bounds, CandidateFailure
from autograder.sandbox.portable import PortableSandbox
from tests.autograder.sandbox.helpers import hand_in

torch = pytest.importorskip("torch")
from safetensors.torch import save  # noqa: E402

from autograder.sandbox.network import CandidateNetwork  # noqa: E402
from autograder.sandbox.worker import Unfit  # noqa: E402

CLASSES = 3
TEXT = """
import torch
from torch import nn

def build_model(num_classes):
    return nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, num_classes, 1))
"""


def net(classes=CLASSES):
    scope = {}
    exec(TEXT, scope)
    torch.manual_seed(0)
    return scope["build_model"](classes).eval()


def pt(value):
    file = io.BytesIO()
    torch.save(value, file)
    return file.getvalue()


STATE = net().state_dict()
FILES = {"network.safetensors": save(STATE), "network.pt": pt(STATE)}
IMAGES = torch.randint(0, 256, (5, 3, 17, 20), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))


def opened(name="network.pt", data=None):
    network = CandidateNetwork(lambda _: net)
    network.open_weights(name=name, data=FILES[name] if data is None else data, device="cpu")
    return network


def why(name, data):
    with pytest.raises(Unfit) as caught:
        opened(name, data)
    return str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_weights_are_opened_and_counted(name):
    network = CandidateNetwork(lambda _: net)
    found = network.open_weights(name=name, data=FILES[name], device="cpu")
    assert found == {"numbers": sum(tensor.numel() for tensor in STATE.values()), "device": "cpu"}
    parameters = network.build("network.build_model", CLASSES)["parameters"]
    assert parameters == sum(parameter.numel() for parameter in net().parameters())
    with torch.inference_mode():
        expected = net()(IMAGES.float() / 255).argmax(1)
    labels = network.predict(IMAGES, CLASSES)["labels"]
    assert labels.dtype == torch.uint8
    assert torch.equal(labels.long(), expected)


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


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("network.pt", b"", "damaged, or not what its name says"),
        ("network.pt", b"not a zip" * 100, "network.pt cannot be opened"),
        ("network.pt", FILES["network.safetensors"], "network.pt cannot be opened"),
        ("network.safetensors", FILES["network.pt"], "network.safetensors cannot be opened"),
        ("network.safetensors", FILES["network.safetensors"][:-1], "network.safetensors cannot be opened"),
        ("network.safetensors", (1 << 62).to_bytes(8, "little"), "network.safetensors cannot be opened"),
        ("network.pt", pt([1, 2]), "holds a list, expected a state_dict"),
        ("network.pt", pt({"model": STATE, "epoch": 3}), "holds a dict with model, epoch, expected a state_dict"),
        ("network.pt", pt(net()), "it holds more than tensors"),
    ],
)
def test_weights_that_cannot_be_opened_are_named(name, data, words):
    assert words in why(name, data)


def changed(**more):
    return {**STATE, **more}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({k: v for k, v in STATE.items() if k != "0.bias"}, "does not fit build_model(3): missing: 0.bias"),
        (changed(extra=torch.ones(1)), "unexpected: extra"),
        (changed(**{"0.bias": torch.ones(5)}), "of another shape: 0.bias is (5,), expected (4,)"),
        ({f"module.{k}": v for k, v in STATE.items()}, "missing: 0.weight, 0.bias, 1.weight and 6 more; unexpected: m"),
    ],
)  # fmt: skip
def test_weights_that_do_not_fit_say_where(state, words):
    with pytest.raises(Unfit) as caught:
        opened(data=pt(state)).build("network.build_model", CLASSES)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 400


def test_what_is_built_must_be_a_module():
    network = CandidateNetwork(lambda _: lambda classes: torch.zeros(classes))
    with pytest.raises(Unfit, match="returned a Tensor, expected a torch"):
        network.build("network.build_model", 3)


class Giving(torch.nn.Module):
    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def forward(self, x):
        return self.answer(torch.zeros(len(x), CLASSES, *x.shape[2:]))


def poisoned(value):
    def poison(scores):
        scores[2, 1, 3, 4] = value
        return scores

    return poison


@pytest.mark.parametrize(
    ("answer", "kind", "image", "words"),
    [
        (lambda s: {"out": s}, "type", 0, "expected a tensor of shape (5, 3, 17, 20), got a dict"),
        (lambda s: s[:, :2], "shape", 0, "expected shape (5, 3, 17, 20), got (5, 2, 17, 20)"),
        (lambda s: s.permute(0, 2, 3, 1), "shape", 0, "got (5, 17, 20, 3)"),
        (lambda s: s.argmax(1), "shape", 0, "got (5, 17, 20)"),
        (lambda s: s.double(), "dtype", 0, "expected dtype float32, got float64"),
        (lambda s: s.half(), "dtype", 0, "got float16"),
        (poisoned(float("nan")), "finite", 2, "got 1 NaN and 0 infinite ones, the first at (1, 3, 4)"),
        (poisoned(float("-inf")), "finite", 2, "got 0 NaN and 1 infinite ones"),
    ],
)
def test_scores_that_are_none_are_named(answer, kind, image, words):
    network = CandidateNetwork(lambda _: lambda classes: Giving(answer))
    network.build("network.build_model", CLASSES)
    problem = network.predict(IMAGES, CLASSES)
    assert (problem["problem"], problem["image"]) == (kind, image)
    assert words in problem["text"]


def test_scores_whose_sum_overflows_are_scores():
    network = CandidateNetwork(lambda _: lambda classes: Giving(lambda s: s + 3e38))
    network.build("network.build_model", CLASSES)
    assert not network.predict(IMAGES, CLASSES)["labels"].any()


def test_operations_are_those_of_the_definition():
    network = opened()
    network.build("network.build_model", CLASSES)
    pixels = 16 * 24
    assert network.operations(16, 24) == {"operations": 2 * pixels * (4 * 3 * 9 + CLASSES * 4)}


@pytest.fixture(scope="module", params=["linux", "portable"])
def start(request):
    if request.param == "linux":
        request.getfixturevalue("linux")  # skips where there is none
        from autograder.sandbox.linux import LinuxSandbox as Sandbox
    else:
        Sandbox = PortableSandbox
    with Sandbox(("numpy", "torch", "safetensors")) as sandbox:
        yield lambda text: sandbox.start(hand_in(text), Bounds(seconds=30, memory_mb=1024, reply_mb=16))


@pytest.mark.parametrize("name", FILES)
def test_a_candidate_runs_its_network(start, name):
    candidate = start(TEXT)
    assert candidate.network("open_weights", name=name, data=FILES[name], device="auto")["numbers"] == 144
    candidate.network("build", function="work.build_model", classes=CLASSES)
    labels = candidate.network("predict", images=IMAGES, classes=CLASSES)["labels"]
    candidate.close()
    with torch.inference_mode():
        assert torch.equal(labels.long(), net()(IMAGES.float() / 255).argmax(1))


def test_what_is_wrong_with_weights_is_the_hand_ins_failure(start):
    candidate = start(TEXT)
    with pytest.raises(CandidateFailure, match="it holds more than tensors") as caught:
        candidate.network("open_weights", name="network.pt", data=pt({"a": Runs("/tmp/x")}), device="cpu")
    assert caught.value.outcome is Outcome.FAILED
    candidate.close()


def test_weights_are_open_before_anything_of_the_hand_in_runs(start):
    candidate = start("import torch\ntorch.load = None\nraise RuntimeError('imported')")
    candidate.network("open_weights", name="network.pt", data=FILES["network.pt"], device="cpu")
    with pytest.raises(CandidateFailure, match="imported"):
        candidate.network("build", function="work.build_model", classes=CLASSES)
    candidate.close()


def test_a_function_that_is_not_there_is_named(start):
    candidate = start("def build_modl(n): pass")
    with pytest.raises(CandidateFailure, match=r"work.py has no build_model; did you mean build_modl\?"):
        candidate.network("build", function="work.build_model", classes=CLASSES)
    candidate.close()
