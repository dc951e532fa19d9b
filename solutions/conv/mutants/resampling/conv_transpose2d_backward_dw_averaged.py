"""Divides dw by the number of images."""

LOSES = ("conv_transpose2d_backward",)


def conv_transpose2d_backward(dout, cache):
    x, w, stride, padding = cache
    border = (padding, padding)
    heard = windows(np.pad(dout, ((0, 0), (0, 0), border, border)), w.shape[2:], stride)
    dx = np.moveaxis(np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3))), -1, 1)
    dw = np.tensordot(x, heard, axes=((0, 2, 3), (0, 2, 3)))
    return dx, dw / len(x), dout.sum(axis=(0, 2, 3))
