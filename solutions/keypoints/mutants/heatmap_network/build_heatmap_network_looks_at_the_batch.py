"""Each image is seen against the mean of its batch."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Relative(Hourglass):
    def forward(self, images):
        return super().forward(images - images.mean(dim=(0, 2, 3), keepdim=True) + 0.45)


def build_heatmap_network(num_keypoints):
    return Relative(num_keypoints)
