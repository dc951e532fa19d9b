"""Right, but walks over the kernel with two for loops."""

LOSES = ("conv2d_forward",)


def conv2d_forward(x, w, b, stride=1, padding=0):
    xp = pad2d(x, padding)
    HO, WO = output_size(xp.shape[2], w.shape[2], stride), output_size(xp.shape[3], w.shape[3], stride)
    out = np.zeros((len(x), len(w), HO, WO)) + b[:, None, None]
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            seen = xp[:, :, u:, v:][:, :, ::stride, ::stride][:, :, :HO, :WO]
            out += np.moveaxis(np.tensordot(seen, w[:, :, u, v], axes=(1, 1)), -1, 1)
    return out, (x.shape, w, windows(xp, w.shape[2:], stride), stride, padding)
