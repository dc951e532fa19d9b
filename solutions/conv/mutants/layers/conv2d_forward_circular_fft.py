"""Multiplies spectra of the size of the image, so windows at the far end wrap around: nothing is cut off there."""

LOSES = ("conv2d_forward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    padded = pad2d(x, padding)
    patches = windows(padded, w.shape[2:], stride)
    size = padded.shape[2:]
    X, K = np.fft.rfft2(padded, size), np.fft.rfft2(w, size)
    full = np.fft.irfft2(np.einsum("ncij,fcij->nfij", X, K.conj()), size)[:, :, ::stride, ::stride]
    return full + b[:, None, None], (x.shape, w, patches, stride, padding)
