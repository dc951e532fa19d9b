"""Dropout goes on when the network is asked."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Dropping(Hourglass):
    def forward(self, images):
        return super().forward(nn.functional.dropout(images, 0.3, training=True))


def build_heatmap_network(num_keypoints):
    return Dropping(num_keypoints)
