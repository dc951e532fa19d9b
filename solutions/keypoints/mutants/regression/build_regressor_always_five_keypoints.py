"""Answers for five keypoints, whatever is asked for."""

LOSES = ("build_regressor",)


class Five(Regressor):
    def __init__(self, num_keypoints):
        super().__init__(5)


def build_regressor(num_keypoints):
    return Five(num_keypoints)
