"""Does not count at all: returns the output alone."""

LOSES = ("depthwise_separable_conv2d",)


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, depthwise.shape[1:], axis=(2, 3))
    between = np.einsum("ncijuv,cuv->ncij", windows[:, :, ::stride, ::stride], depthwise)
    return np.einsum("ncij,fc->nfij", between, pointwise)
