"""Adds up the gradients of the kernels over all backward passes."""

LOSES = ("conv_transpose2d_backward",)


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (N, _, H, W), (_, F, KH, KW) = x.shape, w.shape
    HB, WB = (H - 1) * stride + KH, (W - 1) * stride + KW
    stamps = np.moveaxis(np.tensordot(x, w, axes=(1, 0)), 3, 1)
    big = add_to_windows(stamps, (N, F, HB, WB), stride)
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    return out, (x, w, np.zeros(w.shape), stride, padding)


def conv_transpose2d_backward(dout, cache):
    x, w, dw, stride, padding = cache
    border = (padding, padding)
    heard = windows(np.pad(dout, ((0, 0), (0, 0), border, border)), w.shape[2:], stride)
    dx = np.moveaxis(np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3))), -1, 1)
    dw += np.tensordot(x, heard, axes=((0, 2, 3), (0, 2, 3)))
    return dx, dw, dout.sum(axis=(0, 2, 3))
