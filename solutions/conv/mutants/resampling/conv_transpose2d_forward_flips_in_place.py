"""Turns the caller's kernel to correlate with it, and turns it back only in its own cache."""

LOSES = ("conv_transpose2d_forward",)


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (N, _, H, W), (_, F, KH, KW) = x.shape, w.shape
    HB, WB = (H - 1) * stride + KH, (W - 1) * stride + KW
    stamps = np.moveaxis(np.tensordot(x, w, axes=(1, 0)), 3, 1)
    big = add_to_windows(stamps, (N, F, HB, WB), stride)
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    kept = w.copy()
    w[:] = w[:, :, ::-1, ::-1]
    return out, (x, kept, stride, padding)
