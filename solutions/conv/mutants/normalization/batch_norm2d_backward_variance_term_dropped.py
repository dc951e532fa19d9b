"""Forgets that a pixel moves the variance."""

LOSES = ("batch_norm2d_backward",)


def batch_norm2d_backward(dout, cache):
    normal, slope, training = cache
    dgamma, dbeta = (dout * normal).sum(axis=CHANNEL), dout.sum(axis=CHANNEL)
    if training:
        M = dout.size // len(slope)
        dout = dout - per_channel(dbeta / M)
    return per_channel(slope) * dout, dgamma, dbeta
