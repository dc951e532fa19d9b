"""Shifts, then scales."""

LOSES = ("batch_norm2d_forward",)


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(axis=CHANNEL), x.var(axis=CHANNEL)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var(axis=CHANNEL, ddof=1)
    std = np.sqrt(var + eps)
    normal = (x - per_channel(mean)) / per_channel(std)
    return per_channel(gamma) * (normal + per_channel(beta)), running_mean, running_var, (normal, gamma / std, training)
