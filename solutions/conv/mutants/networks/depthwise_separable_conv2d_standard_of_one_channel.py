"""The ordinary convolution forgets its input channels."""

LOSES = ("depthwise_separable_conv2d",)


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, depthwise.shape[1:], axis=(2, 3))
    patches = windows[:, :, ::stride, ::stride]
    between = np.einsum("ncijuv,cuv->ncij", patches, depthwise)
    out = np.einsum("ncij,fc->nfij", between, pointwise)
    return out, depthwise.size + pointwise.size, depthwise[0].size * len(pointwise)
