"""Subtracts the terms of mean and variance from the caller's dout."""

LOSES = ("batch_norm2d_backward",)


def batch_norm2d_backward(dout, cache):
    normal, slope, training = cache
    dgamma, dbeta = (dout * normal).sum(axis=CHANNEL), dout.sum(axis=CHANNEL)
    if training:
        M = dout.size // len(slope)
        dout -= per_channel(dbeta / M) + per_channel(dgamma / M) * normal
    return per_channel(slope) * dout, dgamma, dbeta
