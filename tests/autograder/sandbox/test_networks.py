"""Networks inside a candidate: what a training notebook does works there, without processes, files or a compiler."""

import pytest

from autograder.sandbox.base import Bounds, CandidateFailure
from tests.autograder.sandbox.helpers import hand_in

torch = pytest.importorskip("torch")
LinuxSandbox = pytest.importorskip("autograder.sandbox.linux", reason="needs Linux", exc_type=ImportError).LinuxSandbox

NETWORK = """
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2))
        self.up = nn.ConvTranspose2d(8, 4, 2, 2)
        self.head = nn.Linear(4 * 16 * 16, 5)

    def forward(self, x):
        return self.head(self.up(self.features(x)).flatten(1))


def batch():
    generator = torch.Generator().manual_seed(0)
    return torch.randn(16, 3, 16, 16, generator=generator), torch.randint(0, 5, (16,), generator=generator)


def losses(optimizer, lr, steps=12):
    torch.manual_seed(0)
    net, (x, y) = Net(), batch()
    optimizer = getattr(torch.optim, optimizer)(net.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    found = []
    for _ in range(steps):
        def loss_of_the_batch():
            optimizer.zero_grad()
            loss = F.cross_entropy(net(x), y)
            loss.backward()
            return loss
        found.append(optimizer.step(loss_of_the_batch).item())
        schedule.step()
    return found
"""


@pytest.fixture(scope="module")
def candidate_of(linux):
    """Starts a hand-in of `NETWORK` and more; `linux` only tells whether there is a sandbox here."""
    with LinuxSandbox(("numpy", "torch")) as sandbox:
        yield lambda text: sandbox.start(hand_in(NETWORK + text), Bounds(seconds=30, memory_mb=1024, reply_mb=64))


def answer(candidate, function, *arguments):
    try:
        return candidate.call(f"work.{function}", arguments, {})
    finally:
        candidate.close()


@pytest.mark.parametrize(
    ("optimizer", "lr"), [("SGD", 0.1), ("Adam", 0.01), ("AdamW", 0.01), ("RMSprop", 1e-3), ("LBFGS", 0.1)]
)
def test_a_network_learns_one_batch(candidate_of, optimizer, lr):
    found = answer(candidate_of(""), "losses", optimizer, lr)
    assert found[-1] < 0.5 * found[0]


def test_training_gives_the_numbers_that_it_gives_outside(candidate_of):
    scope = {}
    exec(NETWORK, scope)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        expected = scope["losses"]("Adam", 0.01)
    finally:
        torch.set_num_threads(threads)
    assert answer(candidate_of(""), "losses", "Adam", 0.01) == pytest.approx(expected, rel=1e-4)


LOADED = """
def sizes(**options):
    dataset = TensorDataset(*batch())
    return [len(x) for x, _ in DataLoader(dataset, batch_size=6, **options)]

def of_many(): return sizes(num_workers=4, persistent_workers=True, prefetch_factor=2, timeout=5)
def by_position(): return [len(x) for x, _ in DataLoader(TensorDataset(*batch()), 6, False, None, None, 2)]
def shuffled(): return sizes(shuffle=True, num_workers=1)
class Mine(DataLoader):
    def __init__(self, dataset): super().__init__(dataset, batch_size=6, num_workers=2)
def of_a_subclass(): return [len(x) for x, _ in Mine(TensorDataset(*batch()))]
"""


@pytest.mark.parametrize("function", ["sizes", "of_many", "by_position", "shuffled", "of_a_subclass"])
def test_loaders_load_in_this_process(candidate_of, function):
    assert answer(candidate_of(LOADED), function) == [6, 6, 4]


COMPILED = """
@torch.compile
def doubled(x): return 2 * x

@torch.compile(fullgraph=True, mode="max-autotune")
def tripled(x): return 3 * x

def functions(): return [doubled(torch.ones(2)).sum().item(), tripled(torch.ones(2)).sum().item()]

def module():
    net = torch.compile(Net(), dynamic=True)
    twin = torch.compile(Net())
    twin.load_state_dict(net.state_dict())
    net.eval(), twin.eval()
    x, _ = batch()
    return [sorted(net.state_dict())[0], torch.equal(net(x), twin(x))]

def in_place():
    net = Net()
    net.compile()
    return list(net(batch()[0]).shape)
"""


@pytest.mark.parametrize(
    ("function", "expected"),
    [("functions", [4.0, 6.0]), ("module", ["_orig_mod.features.0.bias", True]), ("in_place", [16, 5])],
)
def test_compiled_code_runs_eagerly(candidate_of, function, expected):
    assert answer(candidate_of(COMPILED), function) == expected


MORE = """
def autograd():
    x = torch.ones(3, requires_grad=True)
    (g,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
    g.sum().backward()
    return x.grad

def gradcheck():
    x = torch.ones(3, dtype=torch.double, requires_grad=True)
    return torch.autograd.gradcheck(lambda x: (x**2).sum(), x)
def functional(): return torch.func.vmap(torch.func.grad(lambda x: x**2))(torch.arange(3.0))
def autocast():
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return Net()(batch()[0])
def checkpointed():
    from torch.utils.checkpoint import checkpoint
    x = torch.ones(3, requires_grad=True)
    checkpoint(lambda v: 2 * v, x, use_reentrant=False).sum().backward()
    return x.grad
def weights_in_memory():
    import io
    file = io.BytesIO()
    torch.save(Net().state_dict(), file)
    file.seek(0)
    return sorted(torch.load(file, weights_only=True))[0]
def where(): return str(torch.device("cuda" if torch.cuda.is_available() else "cpu"))
def two_threads():
    torch.set_num_threads(2)
    return (torch.ones(300, 300) @ torch.ones(300, 300))[0, 0].item()
def temporary_folder():
    import tempfile
    return tempfile.gettempdir()
"""


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("autograd", torch.full((3,), 6.0)),
        ("gradcheck", True),
        ("functional", torch.tensor([0.0, 2.0, 4.0])),
        ("checkpointed", torch.full((3,), 2.0)),
        ("weights_in_memory", "features.0.bias"),
        ("two_threads", 300.0),
    ],
)
def test_what_courses_use_of_torch_works(candidate_of, function, expected):
    found = answer(candidate_of(MORE), function)
    assert torch.equal(found, expected) if isinstance(expected, torch.Tensor) else found == expected


def test_lower_precision_works(candidate_of):
    found = answer(candidate_of(MORE), "autocast")
    assert (found.dtype, found.shape) == (torch.bfloat16, (16, 5))


def test_asking_for_a_gpu_and_for_a_temporary_folder_does_no_harm(candidate_of):
    assert answer(candidate_of(MORE), "where") in ("cpu", "cuda")
    assert answer(candidate_of(MORE), "temporary_folder")


def test_a_process_for_training_is_refused_with_the_students_line(candidate_of):
    candidate = candidate_of("def f():\n    torch.multiprocessing.Process(target=print).start()\n")
    with pytest.raises(CandidateFailure, match=r"PermissionError[^!]*work\.py, line \d+, in f"):
        answer(candidate, "f")


def test_no_candidate_learns_from_another(candidate_of):
    text = "def f():\n    first = torch.rand(1).item()\n    torch.manual_seed(7)\n    return first\n"
    assert answer(candidate_of(text), "f") == answer(candidate_of(text), "f")
