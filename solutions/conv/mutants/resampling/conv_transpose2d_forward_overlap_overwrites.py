"""Where prints overlap, the last one hides the others."""

LOSES = ("conv_transpose2d_forward",)


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (N, _, H, W), (_, F, KH, KW) = x.shape, w.shape
    HB, WB = (H - 1) * stride + KH, (W - 1) * stride + KW
    stamps = np.moveaxis(np.tensordot(x, w, axes=(1, 0)), 3, 1)
    big = np.zeros((N, F, HB, WB))
    places = windows(np.arange(big.size).reshape(big.shape), (KH, KW), stride)
    big.ravel()[places] = stamps
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    return out, (x, w, stride, padding)
