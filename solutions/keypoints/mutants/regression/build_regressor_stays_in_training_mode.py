"""Cannot be told that it is asked."""

LOSES = ("build_regressor", "regressor_error")


class Learning(Regressor):
    def train(self, mode=True):
        return super().train(True)


def build_regressor(num_keypoints):
    return Learning(num_keypoints)
