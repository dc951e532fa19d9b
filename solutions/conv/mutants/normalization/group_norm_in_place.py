"""Normalises the caller's images through a view of them."""

LOSES = ("group_norm",)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    members = x.reshape(len(x), groups, -1)
    mean, var = members.mean(axis=-1, keepdims=True), members.var(axis=-1, keepdims=True)
    members -= mean
    normal = (members / np.sqrt(var + eps)).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
