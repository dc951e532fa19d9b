"""Each image is seen against the mean of its batch."""

LOSES = ("build_regressor", "regressor_error")


class Relative(Regressor):
    def forward(self, images):
        return super().forward(images - images.mean(dim=(0, 2, 3), keepdim=True) + 0.45)


def build_regressor(num_keypoints):
    return Relative(num_keypoints)
