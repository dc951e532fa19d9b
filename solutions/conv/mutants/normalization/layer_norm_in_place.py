"""Normalises the caller's images."""

LOSES = ("layer_norm",)


def layer_norm(x, gamma, beta, eps=1e-5):
    mean, var = x.mean(axis=(1, 2, 3), keepdims=True), x.var(axis=(1, 2, 3), keepdims=True)
    x -= mean
    return gamma * x / np.sqrt(var + eps) + beta
