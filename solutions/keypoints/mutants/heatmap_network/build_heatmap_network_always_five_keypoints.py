"""Answers for five keypoints, whatever is asked for."""

LOSES = ("build_heatmap_network",)


class Five(Hourglass):
    def __init__(self, num_keypoints):
        super().__init__(5)


def build_heatmap_network(num_keypoints):
    return Five(num_keypoints)
