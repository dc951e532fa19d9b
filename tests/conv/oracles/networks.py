"""Right answers for `networks`."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch.nn.functional import conv2d, cross_entropy, max_pool2d, relu
from torch.nn.grad import conv2d_input, conv2d_weight

from autograder.exam import oracle

from ..cases.networks import BatchCase, LinearCase, LossCase, NetworkCase, SeparableCase


@oracle
def loss(case: LossCase) -> float:
    """torch's cross-entropy, which takes a label to ignore; it says NaN where all pixels are."""
    if (case.labels == case.ignore).all():
        return 0.0
    ignore = min(case.labels.min(), 0) - 1 if case.ignore is None else case.ignore
    return cross_entropy(torch.tensor(case.scores), torch.tensor(case.labels), ignore_index=int(ignore)).item()


@oracle
def loss_gradient(case: LossCase) -> np.ndarray:
    """Pixel by pixel: its softmax, less 1 at its label, divided by the number of pixels that count."""
    dscores = np.zeros_like(case.scores)
    places = [place for place in np.ndindex(case.labels.shape) if case.labels[place] != case.ignore]
    for n, i, j in places:
        scores = [float(score) for score in case.scores[n, :, i, j]]
        weights = [math.exp(score - max(scores)) for score in scores]
        for k, weight in enumerate(weights):
            share = weight / math.fsum(weights) - (k == case.labels[n, i, j])
            dscores[n, k, i, j] = share / len(places)
    return dscores


@oracle
def kernels(case: LinearCase) -> np.ndarray:
    """A linear layer's answer to an image with a single bright pixel is what its kernels hold at that pixel."""
    out = np.empty((len(case.w), *case.shape))
    for c, i, j in np.ndindex(case.shape):
        image = np.zeros(case.shape)
        image[c, i, j] = 1.0
        out[:, c, i, j] = case.w @ image.ravel()
    return out


@oracle
def separated(case: SeparableCase) -> np.ndarray:
    """torch's convolution in groups of one channel, then the one with kernels of one pixel."""
    x, depthwise, pointwise = (torch.tensor(array) for array in (case.x, case.depthwise, case.pointwise))
    between = conv2d(x, depthwise[:, None], stride=case.stride, padding=case.padding, groups=len(depthwise))
    return conv2d(between, pointwise[:, :, None, None]).numpy()


@oracle
def weights(case: SeparableCase) -> tuple[int, int]:
    """Of torch's layers: both steps, and the ordinary convolution."""
    (F, C), kernel = case.pointwise.shape, case.depthwise.shape[1:]
    depthwise = torch.nn.Conv2d(C, C, kernel, groups=C, bias=False)
    pointwise = torch.nn.Conv2d(C, F, 1, bias=False)
    standard = torch.nn.Conv2d(C, F, kernel, bias=False)
    return depthwise.weight.numel() + pointwise.weight.numel(), standard.weight.numel()


@oracle
def scores(case: NetworkCase) -> np.ndarray:
    """LeNet in torch."""
    return _LeNet(case.x, case.parameters).scores.numpy()


@oracle
def gradients(case: NetworkCase) -> dict[str, np.ndarray]:
    """LeNet's gradients in torch."""
    return _LeNet(case.x, case.parameters).gradients(torch.tensor(case.dscores))


@oracle
def trained(case: NetworkCase) -> dict[str, np.ndarray]:
    """LeNet after some steps of gradient descent, in torch."""
    parameters = dict(case.parameters)
    one_hot = torch.eye(len(parameters["linear2_b"]), dtype=torch.float64)[torch.tensor(case.labels)]
    for _ in range(case.steps):
        net = _LeNet(case.x, parameters)
        downhill = net.gradients((net.scores.softmax(dim=1) - one_hot) / len(one_hot))
        parameters = {name: value - case.rate * downhill[name] for name, value in parameters.items()}
    return parameters


def loss_and_hits(case: BatchCase, parameters: dict[str, np.ndarray]) -> tuple[float, int]:
    """Torch's LeNet on a batch, with the parameters of a hand-in: mean loss, and how many images are right."""
    labels, found = torch.tensor(case.labels), _LeNet(case.x, parameters).scores
    return cross_entropy(found, labels).item(), int((found.argmax(dim=1) == labels).sum())


class _LeNet:
    """LeNet in torch, without autograd, which starts threads that no fork survives where there is a GPU."""

    def __init__(self, x: np.ndarray, parameters: dict[str, np.ndarray]) -> None:
        self.x = torch.tensor(x)
        self.p = p = {name: torch.tensor(value) for name, value in parameters.items()}
        self.out1 = conv2d(self.x, p["conv1_w"], p["conv1_b"])
        self.pool1, self.winners1 = max_pool2d(relu(self.out1), 2, return_indices=True)
        self.out2 = conv2d(self.pool1, p["conv2_w"], p["conv2_b"])
        self.pool2, self.winners2 = max_pool2d(relu(self.out2), 2, return_indices=True)
        self.hidden = torch.addmm(p["linear1_b"], self.pool2.flatten(1), p["linear1_w"].T)
        self.scores = torch.addmm(p["linear2_b"], relu(self.hidden), p["linear2_w"].T)

    def gradients(self, dscores: torch.Tensor) -> dict[str, np.ndarray]:
        """Of every parameter, given that of the scores."""
        p = self.p
        dhidden = (dscores @ p["linear2_w"]).where(self.hidden > 0, 0.0)
        dpool2 = (dhidden @ p["linear1_w"]).view_as(self.pool2)
        dout2 = _unpooled(dpool2, self.winners2, self.out2)
        dpool1 = conv2d_input(self.pool1.shape, p["conv2_w"], dout2)
        dout1 = _unpooled(dpool1, self.winners1, self.out1)
        found = {
            "conv1_w": conv2d_weight(self.x, p["conv1_w"].shape, dout1),
            "conv1_b": dout1.sum((0, 2, 3)),
            "conv2_w": conv2d_weight(self.pool1, p["conv2_w"].shape, dout2),
            "conv2_b": dout2.sum((0, 2, 3)),
            "linear1_w": torch.einsum("nf,nd->fd", dhidden, self.pool2.flatten(1)),
            "linear1_b": dhidden.sum(0),
            "linear2_w": torch.einsum("nf,nd->fd", dscores, relu(self.hidden)),
            "linear2_b": dscores.sum(0),
        }
        return {name: gradient.numpy() for name, gradient in found.items()}


def _unpooled(dpool: torch.Tensor, winners: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
    """The gradient at a relu's input, given that of the max pooling behind it."""
    flat = torch.zeros_like(out).flatten(2).scatter_add(2, winners.flatten(2), dpool.flatten(2))
    return flat.view_as(out).where(out > 0, 0.0)
