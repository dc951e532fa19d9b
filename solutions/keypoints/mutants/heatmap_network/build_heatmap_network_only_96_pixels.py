"""Brings every image to 96 × 96 pixels, and its maps stay of that size."""

LOSES = ("build_heatmap_network",)


class Fixed(Hourglass):
    def forward(self, images):
        return super().forward(nn.functional.interpolate(images, size=(96, 96), mode="bilinear"))


def build_heatmap_network(num_keypoints):
    return Fixed(num_keypoints)
