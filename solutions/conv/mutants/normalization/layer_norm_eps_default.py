"""Adds 1e-8 where eps is not given."""

LOSES = ("layer_norm",)


def layer_norm(x, gamma, beta, eps=1e-8):
    return gamma * standardised(x, (1, 2, 3), eps) + beta
