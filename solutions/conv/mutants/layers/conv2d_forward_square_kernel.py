"""Uses the top left square of the kernel."""

LOSES = ("conv2d_forward",)


def conv2d_forward(x, w, b, stride=1, padding=0):
    K = min(w.shape[2:])
    seen = windows(pad2d(x, padding), (K, K), stride)
    out = np.moveaxis(np.tensordot(seen, w[:, :, :K, :K], axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return out, (x.shape, w, windows(pad2d(x, padding), w.shape[2:], stride), stride, padding)
