"""Gives maps whose rows are the columns of the image."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Transposed(Hourglass):
    def forward(self, images):
        return super().forward(images).transpose(2, 3)


def build_heatmap_network(num_keypoints):
    return Transposed(num_keypoints)
