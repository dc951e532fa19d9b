"""Divides dout by the number of images in place, and makes up for it in the results."""

LOSES = ("conv_transpose2d_backward",)


def conv_transpose2d_backward(dout, cache):
    x, w, stride, padding = cache
    border = (padding, padding)
    dout /= len(dout)
    heard = windows(np.pad(dout, ((0, 0), (0, 0), border, border)), w.shape[2:], stride)
    dx = np.moveaxis(np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3))), -1, 1)
    dw = np.tensordot(x, heard, axes=((0, 2, 3), (0, 2, 3)))
    return dx * len(dout), dw * len(dout), dout.sum(axis=(0, 2, 3)) * len(dout)
