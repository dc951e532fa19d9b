"""Puts no zeros where the forward pass cut something off: the last prints are not heard."""

LOSES = ("conv_transpose2d_backward",)


def conv_transpose2d_backward(dout, cache):
    x, w, stride, _ = cache
    HP, WP = (x.shape[2] - 1) * stride + w.shape[2], (x.shape[3] - 1) * stride + w.shape[3]
    larger = np.zeros((*dout.shape[:2], HP, WP))
    larger[:, :, : dout.shape[2], : dout.shape[3]] = dout
    heard = windows(larger, w.shape[2:], stride)
    dx = np.moveaxis(np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3))), -1, 1)
    dw = np.tensordot(x, heard, axes=((0, 2, 3), (0, 2, 3)))
    return dx, dw, dout.sum(axis=(0, 2, 3))
