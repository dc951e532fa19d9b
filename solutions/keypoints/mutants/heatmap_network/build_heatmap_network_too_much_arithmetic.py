"""When asked, it computes everything 20 times."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Slow(Hourglass):
    def forward(self, images):
        for _ in range(19 * (not self.training)):
            super().forward(images)
        return super().forward(images)


def build_heatmap_network(num_keypoints):
    return Slow(num_keypoints)
