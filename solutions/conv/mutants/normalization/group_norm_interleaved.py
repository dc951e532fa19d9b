"""Puts every groups-th channel into the same group."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    N, C, H, W = x.shape
    members = x.reshape(N, C // groups, groups, H, W)
    normal = standardised(members, (1, 3, 4), eps).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
