"""Right, but stacks the images in a list comprehension."""

LOSES = ("conv2d_forward",)


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    out = np.stack([np.einsum("chwuv,fcuv->fhw", image, w) + b[:, None, None] for image in patches])
    return out, (x.shape, w, patches, stride, padding)
