"""Averages the terms of mean and variance over each image by itself."""

LOSES = ("batch_norm2d_backward",)


def batch_norm2d_backward(dout, cache):
    normal, slope, training = cache
    dgamma, dbeta = (dout * normal).sum(axis=CHANNEL), dout.sum(axis=CHANNEL)
    if training:
        dout = dout - dout.mean(axis=(2, 3), keepdims=True) - (dout * normal).mean(axis=(2, 3), keepdims=True) * normal
    return per_channel(slope) * dout, dgamma, dbeta
