"""A line that was left behind raises when the module is imported."""

LOSES = (
    "output_size",
    "pad2d",
    "conv2d_forward",
    "conv2d_backward",
    "max_pool2d_forward",
    "max_pool2d_backward",
    "lenet",
)

raise RuntimeError("TODO: ask in office hours")
