"""Gives (N, K, 2)."""

LOSES = ("train_regressor", "build_regressor", "regressor_error")


class Shaped(Regressor):
    def forward(self, images):
        return super().forward(images).unflatten(1, (-1, 2))


def build_regressor(num_keypoints):
    return Shaped(num_keypoints)
