"""Puts zeros after the last row and column too: the output is stride - 1 too large."""

LOSES = ("conv_transpose2d_forward",)


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (N, _, H, W), (_, F, KH, KW) = x.shape, w.shape
    spread = bed_of_nails(x, stride)
    HB, WB = H * stride - 1 + KH, W * stride - 1 + KW
    stamps = np.moveaxis(np.tensordot(spread, w, axes=(1, 0)), 3, 1)
    big = add_to_windows(stamps, (N, F, HB, WB), 1)
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    return out, (x, w, stride, padding)
