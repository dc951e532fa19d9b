"""Divides the terms of mean and variance by N instead of N * H * W."""

LOSES = ("batch_norm2d_backward",)


def batch_norm2d_backward(dout, cache):
    normal, slope, training = cache
    dgamma, dbeta = (dout * normal).sum(axis=CHANNEL), dout.sum(axis=CHANNEL)
    if training:
        M = len(dout)
        dout = dout - per_channel(dbeta / M) - per_channel(dgamma / M) * normal
    return per_channel(slope) * dout, dgamma, dbeta
