"""Right, but walks over the elements of the kernel with a while loop."""

LOSES = ("conv_transpose2d_forward",)


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (N, _, H, W), (_, F, KH, KW) = x.shape, w.shape
    HB, WB = (H - 1) * stride + KH, (W - 1) * stride + KW
    big = np.zeros((N, F, HB, WB))
    place = 0
    while place < KH * KW:
        u, v = divmod(place, KW)
        seen = big[:, :, u:, v:][:, :, ::stride, ::stride][:, :, :H, :W]
        seen += np.einsum("nchw,cf->nfhw", x, w[:, :, u, v])
        place += 1
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    return out, (x, w, stride, padding)
