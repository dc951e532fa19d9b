"""Scales and shifts all channels of a group by the numbers of its first channel."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    members = x.reshape(len(x), groups, -1)
    normal = standardised(members, -1, eps).reshape(x.shape)
    size = len(gamma) // groups
    gamma, beta = np.repeat(gamma[::size], size), np.repeat(beta[::size], size)
    return per_channel(gamma) * normal + per_channel(beta)
