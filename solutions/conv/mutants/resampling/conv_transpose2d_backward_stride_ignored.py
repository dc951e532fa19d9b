"""Listens at every pixel of dout, whatever the stride."""

LOSES = ("conv_transpose2d_backward",)


def conv_transpose2d_backward(dout, cache):
    x, w, _, padding = cache
    border = (padding, padding)
    heard = windows(np.pad(dout, ((0, 0), (0, 0), border, border)), w.shape[2:], 1)
    heard = heard[:, :, : x.shape[2], : x.shape[3]]
    dx = np.moveaxis(np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3))), -1, 1)
    dw = np.tensordot(x, heard, axes=((0, 2, 3), (0, 2, 3)))
    return dx, dw, dout.sum(axis=(0, 2, 3))
