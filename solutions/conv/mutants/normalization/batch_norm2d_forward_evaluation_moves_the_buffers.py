"""Moves the buffers in evaluation too."""

LOSES = ("batch_norm2d_forward",)


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var = running_mean, running_var
    batch_mean, batch_var = x.mean(axis=CHANNEL), x.var(axis=CHANNEL, ddof=1)
    if training:
        mean, var = batch_mean, x.var(axis=CHANNEL)
    running_mean = (1 - momentum) * running_mean + momentum * batch_mean
    running_var = (1 - momentum) * running_var + momentum * batch_var
    std = np.sqrt(var + eps)
    normal = (x - per_channel(mean)) / per_channel(std)
    out = per_channel(gamma) * normal + per_channel(beta)
    return out, running_mean, running_var, (normal, gamma / std, training)
