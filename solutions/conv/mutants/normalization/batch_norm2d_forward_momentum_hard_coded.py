"""Moves the buffers by a tenth, whatever momentum is."""

LOSES = ("batch_norm2d_forward",)


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(axis=CHANNEL), x.var(axis=CHANNEL)
        running_mean = 0.9 * running_mean + 0.1 * mean
        running_var = 0.9 * running_var + 0.1 * x.var(axis=CHANNEL, ddof=1)
    std = np.sqrt(var + eps)
    normal = (x - per_channel(mean)) / per_channel(std)
    out = per_channel(gamma) * normal + per_channel(beta)
    return out, running_mean, running_var, (normal, gamma / std, training)
