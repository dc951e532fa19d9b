"""Weights are taken and not used."""

LOSES = ("build_regressor", "regressor_error")


class Fresh(Regressor):
    def load_state_dict(self, *arguments, **options):
        return None


def build_regressor(num_keypoints):
    return Fresh(num_keypoints)
