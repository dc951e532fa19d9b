"""Remembers the last forward pass and nothing else."""

LOSES = ("lenet",)


LATEST = {}

remembers = lenet_forward, lenet_backward


def lenet_forward(x, parameters):
    scores, LATEST["cache"] = remembers[0](x, parameters)
    return scores, None


def lenet_backward(dscores, cache):
    return remembers[1](dscores, LATEST["cache"])
