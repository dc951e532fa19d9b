"""The last keypoint has a map that is level."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Noseless(Hourglass):
    def forward(self, images):
        maps = super().forward(images)
        return torch.cat([maps[:, :-2], 0 * maps[:, -2:-1], maps[:, -1:]], dim=1)


def build_heatmap_network(num_keypoints):
    return Noseless(num_keypoints)
