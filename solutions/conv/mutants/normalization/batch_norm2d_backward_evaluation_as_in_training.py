"""Sends gradients back through mean and variance in evaluation too."""

LOSES = ("batch_norm2d_backward",)


def batch_norm2d_backward(dout, cache):
    normal, slope, _ = cache
    dgamma, dbeta = (dout * normal).sum(axis=CHANNEL), dout.sum(axis=CHANNEL)
    M = dout.size // len(slope)
    dout = dout - per_channel(dbeta / M) - per_channel(dgamma / M) * normal
    return per_channel(slope) * dout, dgamma, dbeta
