"""Weights are taken and not used."""

LOSES = ("build_model", "network_accuracy", "network_iou")


class Fresh(UNet):
    def load_state_dict(self, *arguments, **options):
        return None


def build_model(num_classes):
    return Fresh(num_classes)
