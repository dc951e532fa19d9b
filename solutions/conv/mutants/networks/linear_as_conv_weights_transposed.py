"""Takes the weights as (C * H * W, F)."""

LOSES = ("linear_as_conv",)


def linear_as_conv(w, shape):
    C, H, W = shape
    return w.reshape(C * H * W, len(w)).T.reshape(len(w), C, H, W)
