"""Adds eps to the standard deviation, not to the variance."""

LOSES = ("layer_norm",)


def layer_norm(x, gamma, beta, eps=1e-5):
    mean, var = x.mean(axis=(1, 2, 3), keepdims=True), x.var(axis=(1, 2, 3), keepdims=True)
    return gamma * (x - mean) / (np.sqrt(var) + eps) + beta
