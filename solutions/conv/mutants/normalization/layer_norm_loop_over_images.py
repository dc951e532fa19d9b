"""Right, but walks over the images with a for loop."""

LOSES = ("layer_norm",)


def layer_norm(x, gamma, beta, eps=1e-5):
    out = np.empty(x.shape)
    for n in range(len(x)):
        out[n] = gamma * (x[n] - x[n].mean()) / np.sqrt(x[n].var() + eps) + beta
    return out
