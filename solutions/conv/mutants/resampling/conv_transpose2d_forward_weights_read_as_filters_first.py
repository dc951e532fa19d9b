"""Reads the kernels as (F, C, KH, KW), as those of a convolution."""

LOSES = ("conv_transpose2d_forward",)


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (N, C, H, W), (KH, KW) = x.shape, w.shape[2:]
    kernels = w.reshape(w.shape[1], C, KH, KW)
    F = len(kernels)
    HB, WB = (H - 1) * stride + KH, (W - 1) * stride + KW
    stamps = np.moveaxis(np.tensordot(x, kernels, axes=(1, 1)), 3, 1)
    big = add_to_windows(stamps, (N, F, HB, WB), stride)
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    return out, (x, w, stride, padding)
