"""Right, but walks over the window with two for loops."""

LOSES = ("avg_pool2d_forward",)


def avg_pool2d_forward(x, kernel, stride):
    KH, KW = kernel
    HO, WO = (x.shape[2] - KH) // stride + 1, (x.shape[3] - KW) // stride + 1
    out = np.zeros((*x.shape[:2], HO, WO))
    for u in range(KH):
        for v in range(KW):
            out += x[:, :, u:, v:][:, :, ::stride, ::stride][:, :, :HO, :WO]
    return out / (KH * KW), (x.shape, kernel, stride)
