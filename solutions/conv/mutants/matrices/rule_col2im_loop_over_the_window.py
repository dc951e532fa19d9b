"""Right, but walks over the pixels of the window."""

LOSES = ("col2im",)


def col2im(columns, shape, kernel, stride=1, padding=0):
    (N, C, H, W), (KH, KW) = shape, kernel
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    HO, WO = (H + 2 * padding - KH) // stride + 1, (W + 2 * padding - KW) // stride + 1
    patches = columns.reshape(N, C, KH, KW, HO, WO)
    for u in range(KH):
        for v in range(KW):
            padded[:, :, u : u + HO * stride : stride, v : v + WO * stride : stride] += patches[:, :, u, v]
    return padded[:, :, padding : padding + H, padding : padding + W]
