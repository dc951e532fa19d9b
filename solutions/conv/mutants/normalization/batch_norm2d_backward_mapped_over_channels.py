"""Right, but maps a function over the channels."""

LOSES = ("batch_norm2d_backward",)


def batch_norm2d_backward(dout, cache):
    normal, slope, training = cache
    dgamma = np.array(list(map(np.sum, (dout * normal).swapaxes(0, 1))))
    dbeta = dout.sum(axis=CHANNEL)
    if training:
        M = dout.size // len(slope)
        dout = dout - per_channel(dbeta / M) - per_channel(dgamma / M) * normal
    return per_channel(slope) * dout, dgamma, dbeta
