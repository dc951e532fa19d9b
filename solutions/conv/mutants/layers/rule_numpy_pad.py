"""Right, but np.pad was to be written, not called."""

LOSES = ("pad2d",)


def pad2d(x, padding, mode="zero"):
    border = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    return np.pad(x, border, mode={"zero": "constant", "replicate": "edge", "reflect": "reflect"}[mode])
