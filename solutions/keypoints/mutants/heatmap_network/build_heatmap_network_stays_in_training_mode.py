"""Cannot be told that it is asked."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Learning(Hourglass):
    def train(self, mode=True):
        return super().train(True)


def build_heatmap_network(num_keypoints):
    return Learning(num_keypoints)
