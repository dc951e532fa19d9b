"""A right answer the other way round: every pixel sends its products to the places that see it (np.add.at)."""

import numpy as np

EVERY = slice(None)


def output_size(n, kernel, stride=1, padding=0):
    return (n + 2 * padding - kernel + stride) // stride


def take(x, start, stop, axis, mode):
    return x.take(np.arange(start, stop), axis=axis, mode=mode)


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[2:]
    top, bottom, left, right = -padding, H + padding, -padding, W + padding
    if mode == "zero":
        h, w = np.indices((H, W))
        padded = np.zeros((*x.shape[:2], bottom - top, right - left))
        np.add.at(padded, (EVERY, EVERY, h + padding, w + padding), x)
        return padded
    if mode == "replicate":
        return take(take(x, top, bottom, 2, "clip"), left, right, 3, "clip")
    there_and_back = np.concatenate([x, x[:, :, -2:0:-1]], axis=2)
    rows = take(there_and_back, top, bottom, 2, "wrap")
    there_and_back = np.concatenate([rows, rows[:, :, :, -2:0:-1]], axis=3)
    return take(there_and_back, left, right, 3, "wrap")


def meetings(image, kernel, stride, padding):
    """Every time that a pixel is seen, place by place: pixel (h, w), place (i, j), element of the kernel (u, v).

    What lies in the padding is 0 and adds nothing, so it does not appear.
    """
    HO = output_size(image[0], kernel[0], stride, padding)
    WO = output_size(image[1], kernel[1], stride, padding)
    i, j, u, v = np.indices((HO, WO, *kernel)).reshape(4, -1)
    h, w = i * stride + u - padding, j * stride + v - padding
    inside = (h >= 0) & (h < image[0]) & (w >= 0) & (w < image[1])
    h, w, i, j, u, v = np.stack([h, w, i, j, u, v])[:, inside]
    return (HO, WO), (EVERY, EVERY, h, w), (EVERY, EVERY, i, j), (EVERY, EVERY, u, v)


def conv2d_forward(x, w, b, stride=1, padding=0):
    size, pixel, place, element = meetings(x.shape[2:], w.shape[2:], stride, padding)
    out = np.zeros((len(x), len(w), *size)) + b.reshape(-1, 1, 1)
    np.add.at(out, place, np.einsum("ncm,fcm->nfm", x[pixel], w[element]))
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    _, pixel, place, element = meetings(x.shape[2:], w.shape[2:], stride, padding)
    dx, dw, arriving = np.zeros(x.shape), np.zeros(w.shape), dout[place]
    np.add.at(dx, pixel, np.einsum("nfm,fcm->ncm", arriving, w[element]))
    np.add.at(dw, element, np.einsum("nfm,ncm->fcm", arriving, x[pixel]))
    return dx, dw, np.add.reduce(dout, axis=(0, 2, 3))


def max_pool2d_forward(x, kernel, stride):
    size, pixel, place, _ = meetings(x.shape[2:], kernel, stride, 0)
    out = np.full((*x.shape[:2], *size), -np.inf)
    np.maximum.at(out, place, x[pixel])
    number = np.arange(pixel[2].size)  # of the meeting: the first one of a place counts
    first = np.full(out.shape, number.size)
    np.minimum.at(first, place, np.where(x[pixel] == out[place], number, number.size))
    return out, (x.shape, pixel[2][first], pixel[3][first])


def max_pool2d_backward(dout, cache):
    shape, h, w = cache
    n, c, _, _ = np.ogrid[: shape[0], : shape[1], :1, :1]
    dx = np.zeros(shape)
    np.add.at(dx, (n, c, h, w), dout)
    return dx
