"""Normalises over all channels: that is layer normalisation."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    members = x.reshape(len(x), 1, -1)
    normal = standardised(members, -1, eps).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
