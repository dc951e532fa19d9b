"""Adds 1e-6 where eps is not given."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-6):
    members = x.reshape(len(x), groups, -1)
    normal = standardised(members, -1, eps).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
