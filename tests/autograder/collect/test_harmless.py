import pytest

from autograder.collect.harmless import is_harmless, is_notebook_only


@pytest.mark.parametrize(
    "dotted",
    [
        "numpy array",
        "numpy random default_rng",
        "torch tensor",
        "torch device",
        "torch cuda is_available",
        "math sqrt",
        "os path join",
        "pathlib Path",
        "pathlib.Path",
        "torch.nn functional softmax",
        "re compile",
        "functools partial",
    ],
)
def test_harmless(dotted):
    origin, *attributes = dotted.split()
    assert is_harmless(origin, tuple(attributes))


@pytest.mark.parametrize(
    "dotted",
    [
        "numpy load",
        "numpy random randn",
        "numpy.random randn",
        "torch load",
        "torch rand",
        "torch hub load",
        "os system",
        "cv2 imread",
        "torchvision models resnet50",
        "torch cuda current_device",
        "subprocess run",
        "numpyx array",
        "mathx",
        "pathlib Path open",
        "torch utils data DataLoader",
        ".helpers train",
    ],
)
def test_not_harmless(dotted):
    origin, *attributes = dotted.split()
    assert not is_harmless(origin, tuple(attributes))


def test_a_method_of_a_value():
    assert is_harmless("", ("reshape", "astype"))
    assert not is_harmless("", ("cuda",))


def test_notebook_only():
    assert all(map(is_notebook_only, ["google.colab", "google.colab.drive", "IPython.display"]))
    assert not any(map(is_notebook_only, ["google", "google.colaboratory", "numpy"]))
