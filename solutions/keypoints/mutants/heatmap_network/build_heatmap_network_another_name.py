"""All layers have other names than in the weights."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Renamed(nn.Module):
    def __init__(self, num_keypoints):
        super().__init__()
        self.net = Hourglass(num_keypoints)

    def forward(self, images):
        return self.net(images)


def build_heatmap_network(num_keypoints):
    return Renamed(num_keypoints)
