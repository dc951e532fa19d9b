"""Takes the number of groups for the number of channels in one."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    members = x.reshape(len(x), x.shape[1] // groups, -1)
    normal = standardised(members, -1, eps).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
