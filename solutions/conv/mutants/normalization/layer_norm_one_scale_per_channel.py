"""Scales and shifts a whole channel by the numbers of its first pixel."""

LOSES = ("layer_norm",)


def layer_norm(x, gamma, beta, eps=1e-5):
    return gamma[:, :1, :1] * standardised(x, (1, 2, 3), eps) + beta[:, :1, :1]
