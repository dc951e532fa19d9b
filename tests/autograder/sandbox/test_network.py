"""The network of a hand-in inside its candidate: weights that are opened there alone, answers that are looked at."""

import io
import os

import pytest

from autograder.records import Outcome, SourceFile
from autograder.sandbox.base import Bounds, CandidateFailure
from autograder.sandbox.portable import PortableSandbox
from tests.autograder.sandbox.helpers import hand_in

torch = pytest.importorskip("torch")
from safetensors.torch import save  # noqa: E402

from autograder.sandbox.network import CandidateNetwork  # noqa: E402
from autograder.sandbox.worker import Unfit  # noqa: E402

CLASSES = 3
BUILD = {"function": "work.build_model", "count": CLASSES, "kind": "segmentation", "decode": None}
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


@pytest.mark.parametrize("name", FILES)
def test_weights_are_opened_and_counted(name):
    network = CandidateNetwork(lambda _: net)
    found = network.open_weights(name=name, data=FILES[name], device="cpu")
    assert found == {"numbers": sum(tensor.numel() for tensor in STATE.values()), "device": "cpu"}
    parameters = network.build("network.build_model", CLASSES, "segmentation", None)["parameters"]
    assert parameters == sum(parameter.numel() for parameter in net().parameters())
    with torch.inference_mode():
        expected = net()(IMAGES.float() / 255).argmax(1)
    labels = network.predict(IMAGES)["answer"]
    assert labels.dtype == torch.uint8
    assert torch.equal(labels.long(), expected)


class Runs:
    """A pickle that runs a command when it is opened by ``pickle.load``."""

    def __reduce__(self):
        return os.system, ("touch /tmp/x",)


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
        opened(data=pt(state)).build("network.build_model", CLASSES, "segmentation", None)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 400


def test_what_is_built_must_be_a_module():
    network = CandidateNetwork(lambda _: lambda classes: torch.zeros(classes))
    with pytest.raises(Unfit, match="returned a Tensor, expected a torch"):
        network.build("network.build_model", 3, "segmentation", None)


def test_operations_are_those_of_the_definition():
    network = opened()
    network.build("network.build_model", CLASSES, "segmentation", None)
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
        yield lambda text, *more: sandbox.start(
            hand_in(text) | {source.module: source for source in more}, Bounds(seconds=30, memory_mb=1024, reply_mb=16)
        )


@pytest.mark.parametrize("name", FILES)
def test_a_candidate_runs_its_network(start, name):
    candidate = start(TEXT)
    assert candidate.network("open_weights", name=name, data=FILES[name], device="auto")["numbers"] == 144
    candidate.network("build", **BUILD)
    labels = candidate.network("predict", images=IMAGES)["answer"]
    candidate.close()
    with torch.inference_mode():
        assert torch.equal(labels.long(), net()(IMAGES.float() / 255).argmax(1))


def test_what_is_wrong_with_weights_is_the_hand_ins_failure(start):
    candidate = start(TEXT)
    with pytest.raises(CandidateFailure, match="it holds more than tensors") as caught:
        candidate.network("open_weights", name="network.pt", data=pt({"a": Runs()}), device="cpu")
    assert caught.value.outcome is Outcome.FAILED
    candidate.close()


def test_weights_are_open_before_anything_of_the_hand_in_runs(start):
    candidate = start("import torch\ntorch.load = None\nraise RuntimeError('imported')")
    candidate.network("open_weights", name="network.pt", data=FILES["network.pt"], device="cpu")
    with pytest.raises(CandidateFailure, match="imported"):
        candidate.network("build", **BUILD)
    candidate.close()


SHADOW = """
class CandidateNetwork:
    def __init__(self, function): pass
    def open_weights(self, name, data, device): return {"numbers": 0, "device": "none"}
    def build(self, **_): return {"parameters": 0}
def load(*_, **__): raise RuntimeError("the hand-in's own")
"""


@pytest.mark.parametrize(
    "module",
    ["autograder.sandbox.network", "autograder.sandbox.opening", "torch._subclasses.fake_tensor", "os", "safetensors"],
)
@pytest.mark.parametrize("name", FILES)
def test_no_module_of_a_hand_in_stands_in_for_what_opens_weights(start, module, name):
    """Not even for what our libraries import late."""
    shadow = SourceFile(module=module, origin=f"{module.replace('.', '/')}.py", text=SHADOW)
    candidate = start(f"import {module}\n{TEXT}", shadow)
    found = candidate.network("open_weights", name=name, data=FILES[name], device="cpu")
    candidate.close()
    assert found == {"numbers": 144, "device": "cpu"}


def test_the_answer_to_a_black_image_is_looked_at_while_operations_are_counted():
    class OneMore(torch.nn.Module):
        def forward(self, x):
            return torch.zeros(len(x), CLASSES + 1, *x.shape[2:])

    network = CandidateNetwork(lambda _: lambda count: OneMore())
    network.build("network.build_model", CLASSES, "segmentation", None)
    assert network.operations(16, 24) == {
        "problem": "shape", "text": "expected shape (1, 3, 16, 24), got (1, 4, 16, 24)", "by": "network", "image": 0,
    }  # fmt: skip


def test_operations_of_a_network_that_returns_a_view_of_a_parameter_are_counted():
    """The mean face."""

    class Mean(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.face = torch.nn.Parameter(torch.zeros(4))
            self.load_state_dict = lambda *_, **__: None

        def forward(self, x):
            return self.face.expand(len(x), -1)

    network = CandidateNetwork(lambda _: lambda count: Mean())
    network.build("network.build_model", 2, "points", None)
    assert network.operations(16, 24) == {"operations": 0}


def test_answers_are_those_of_the_task_and_decoded_by_the_hand_ins_function():
    class Fixed(torch.nn.Module):
        def forward(self, x):
            return torch.arange(4.0).repeat(len(x), 1)

    functions = {"network.build_model": lambda count: Fixed(), "scores.decode": lambda xy, size: xy.view(-1, 2, 2) + 1}
    network = CandidateNetwork(functions.__getitem__)
    network.build("network.build_model", 2, "points", None)
    assert network.predict(IMAGES)["answer"].tolist() == [[[0, 1], [2, 3]]] * 5
    network.build("network.build_model", 2, "points", "scores.decode")
    assert network.predict(IMAGES)["answer"].tolist() == [[[1, 2], [3, 4]]] * 5


def test_a_function_that_is_not_there_is_named(start):
    candidate = start("def build_modl(n): pass")
    with pytest.raises(CandidateFailure, match=r"work.py has no build_model; did you mean build_modl\?"):
        candidate.network("build", **BUILD)
    candidate.close()
