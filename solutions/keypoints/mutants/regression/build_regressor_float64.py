"""Answers in float64."""

LOSES = ("train_regressor", "build_regressor", "regressor_error")


class Double(Regressor):
    def forward(self, images):
        return super().forward(images).double()


def build_regressor(num_keypoints):
    return Double(num_keypoints)
