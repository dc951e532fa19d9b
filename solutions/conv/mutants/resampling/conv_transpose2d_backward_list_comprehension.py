"""Right, but adds up the images in a list comprehension."""

LOSES = ("conv_transpose2d_backward",)


def conv_transpose2d_backward(dout, cache):
    x, w, stride, padding = cache
    border = (padding, padding)
    heard = windows(np.pad(dout, ((0, 0), (0, 0), border, border)), w.shape[2:], stride)
    dx = np.moveaxis(np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3))), -1, 1)
    each = [np.tensordot(image, seen, axes=((1, 2), (1, 2))) for image, seen in zip(x, heard, strict=True)]
    return dx, np.stack(each).sum(axis=0), dout.sum(axis=(0, 2, 3))
