"""When asked, it computes everything 40 times."""

LOSES = ("build_regressor", "regressor_error")


class Slow(Regressor):
    def forward(self, images):
        for _ in range(39 * (not self.training)):
            super().forward(images)
        return super().forward(images)


def build_regressor(num_keypoints):
    return Slow(num_keypoints)
