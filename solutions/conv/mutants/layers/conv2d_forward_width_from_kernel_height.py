"""Takes the kernel's height for the width of the output."""

LOSES = ("conv2d_forward",)


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    out = np.moveaxis(np.tensordot(patches, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    WO = (x.shape[3] + 2 * padding - w.shape[2]) // stride + 1
    out = np.pad(out, ((0, 0), (0, 0), (0, 0), (0, w.shape[3])))[:, :, :, :WO]
    return out, (x.shape, w, patches, stride, padding)
