"""Gives K maps."""

LOSES = ("train_heatmaps", "build_heatmap_network", "heatmap_error", "heatmap_pck")


class Without(Hourglass):
    def forward(self, images):
        return super().forward(images)[:, :-1]


def build_heatmap_network(num_keypoints):
    return Without(num_keypoints)
