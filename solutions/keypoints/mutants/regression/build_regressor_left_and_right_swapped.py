"""Gives each left point where the right one is."""

LOSES = ("build_regressor", "regressor_error")


class Crossed(Regressor):
    def forward(self, images):
        x = super().forward(images).unflatten(1, (-1, 2))
        order = [number ^ 1 if number ^ 1 < x.shape[1] else number for number in range(x.shape[1])]
        return x[:, order].flatten(1)


def build_regressor(num_keypoints):
    return Crossed(num_keypoints)
