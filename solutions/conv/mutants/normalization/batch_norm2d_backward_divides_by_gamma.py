"""Finds x_hat again by dividing the output by gamma, which may be 0."""

LOSES = ("batch_norm2d_backward",)


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(axis=CHANNEL), x.var(axis=CHANNEL)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var(axis=CHANNEL, ddof=1)
    std = np.sqrt(var + eps)
    out = per_channel(gamma / std) * (x - per_channel(mean)) + per_channel(beta)
    return out, running_mean, running_var, ((out - per_channel(beta)) / per_channel(gamma), gamma / std, training)
