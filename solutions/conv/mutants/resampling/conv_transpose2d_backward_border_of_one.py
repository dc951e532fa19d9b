"""Puts a border of one zero around dout wherever something was cut off, however much it was."""

LOSES = ("conv_transpose2d_backward",)


def conv_transpose2d_backward(dout, cache):
    x, w, stride, padding = cache
    border = (min(padding, 1), min(padding, 1))
    heard = windows(np.pad(dout, ((0, 0), (0, 0), border, border)), w.shape[2:], stride)
    dx = np.moveaxis(np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3))), -1, 1)
    dw = np.tensordot(x[:, :, : heard.shape[2], : heard.shape[3]], heard, axes=((0, 2, 3), (0, 2, 3)))
    return dx, dw, dout.sum(axis=(0, 2, 3))
