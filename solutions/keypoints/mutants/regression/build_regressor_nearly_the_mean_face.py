"""Gives points that hardly leave the middle of the image."""

LOSES = ("build_regressor", "regressor_error")


class Shy(Regressor):
    def forward(self, images):
        return 48 + (super().forward(images) - 48) / 8


def build_regressor(num_keypoints):
    return Shy(num_keypoints)
