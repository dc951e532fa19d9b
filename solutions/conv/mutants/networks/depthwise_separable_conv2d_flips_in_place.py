"""Turns the kernels round in the array that it was given, and convolves as the textbook does."""

LOSES = ("depthwise_separable_conv2d",)


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    depthwise[:] = depthwise[:, ::-1, ::-1].copy()
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, depthwise.shape[1:], axis=(2, 3))
    between = np.einsum("ncijuv,cuv->ncij", windows[:, :, ::stride, ::stride], depthwise[:, ::-1, ::-1])
    out = np.einsum("ncij,fc->nfij", between, pointwise)
    return out, depthwise.size + pointwise.size, depthwise.size * len(pointwise)
