"""Gives each left map where the right one is."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Crossed(Hourglass):
    def forward(self, images):
        maps = super().forward(images)
        last = maps.shape[1] - 1
        return maps[:, [number ^ 1 if number ^ 1 < last and number < last else number for number in range(last + 1)]]


def build_heatmap_network(num_keypoints):
    return Crossed(num_keypoints)
