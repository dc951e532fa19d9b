"""Adds 1e-5, whatever eps is."""

LOSES = ("layer_norm",)


def layer_norm(x, gamma, beta, eps=1e-5):
    return gamma * standardised(x, (1, 2, 3), 1e-5) + beta
