"""Normalises a group over all images together."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    members = x.reshape(len(x), groups, -1)
    normal = standardised(members, (0, 2), eps).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
