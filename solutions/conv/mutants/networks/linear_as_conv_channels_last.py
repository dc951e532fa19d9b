"""Takes the numbers as if the channels of a pixel lay beside each other."""

LOSES = ("linear_as_conv",)


def linear_as_conv(w, shape):
    C, H, W = shape
    return np.moveaxis(w.reshape(len(w), H, W, C), 3, 1)
