"""Leaves eps out: a constant group divides 0 by 0."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    members = x.reshape(len(x), groups, -1)
    normal = standardised(members, -1, 0).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
