"""Guesses the sides from the number of weights: the images are square."""

LOSES = ("linear_as_conv",)


def linear_as_conv(w, shape):
    side = math.isqrt(w.shape[1] // shape[0])
    return w.reshape(len(w), shape[0], side, -1)
