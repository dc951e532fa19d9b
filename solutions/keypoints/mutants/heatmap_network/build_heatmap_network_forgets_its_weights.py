"""Weights are taken and not used."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Fresh(Hourglass):
    def load_state_dict(self, *arguments, **options):
        return None


def build_heatmap_network(num_keypoints):
    return Fresh(num_keypoints)
