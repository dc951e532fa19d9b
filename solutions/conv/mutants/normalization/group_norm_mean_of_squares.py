"""Takes E[x^2] - E[x]^2 for the variance."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    members = x.reshape(len(x), groups, -1)
    mean = members.mean(axis=-1, keepdims=True)
    var = np.maximum((members**2).mean(axis=-1, keepdims=True) - mean**2, 0)
    normal = ((members - mean) / np.sqrt(var + eps)).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
