"""Returns float64, added up in float32."""

LOSES = ("col2im",)


def col2im(columns, shape, kernel, stride=1, padding=0):
    N, C, H, W = shape
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding), np.float32)
    np.add.at(padded.reshape(-1), sources(padded.shape, kernel, stride), columns.astype(np.float32))
    return padded[:, :, padding : padding + H, padding : padding + W].astype(np.float64)
