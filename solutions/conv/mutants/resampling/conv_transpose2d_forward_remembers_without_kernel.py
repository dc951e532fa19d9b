"""Remembers where prints go by sizes of the images, stride and padding, not by the kernel's."""

LOSES = ("conv_transpose2d_forward",)


GOES = {}


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (N, _, H, W), (_, F, KH, KW) = x.shape, w.shape
    HB, WB = (H - 1) * stride + KH, (W - 1) * stride + KW
    stamps = np.moveaxis(np.tensordot(x, w, axes=(1, 0)), 3, 1)
    size = N * F * HB * WB
    key = (N, F, H, W, KH * KW, stride, padding)
    places = GOES.setdefault(key, windows(np.arange(size).reshape(N, F, HB, WB), (KH, KW), stride))
    big = np.bincount(places.ravel(), weights=stamps.ravel(), minlength=size)[:size].reshape(N, F, HB, WB)
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    return out, (x, w, stride, padding)
