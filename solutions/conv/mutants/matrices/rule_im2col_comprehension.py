"""Right, but cuts the windows out in a list comprehension."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    (N, _, H, W), (KH, KW) = padded.shape, kernel
    places = [(i, j) for i in range(0, H - KH + 1, stride) for j in range(0, W - KW + 1, stride)]
    return np.stack([padded[:, :, i : i + KH, j : j + KW].reshape(N, -1) for i, j in places], axis=2)
