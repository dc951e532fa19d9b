"""Reads the weights of the second step as (C, F)."""

LOSES = ("depthwise_separable_conv2d",)


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, depthwise.shape[1:], axis=(2, 3))
    patches = windows[:, :, ::stride, ::stride]
    between = np.einsum("ncijuv,cuv->ncij", patches, depthwise)
    out = np.einsum("ncij,cf->nfij", between, pointwise.reshape(pointwise.shape[::-1]))
    return out, depthwise.size + pointwise.size, depthwise.size * len(pointwise)
