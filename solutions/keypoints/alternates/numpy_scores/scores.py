"""A right answer in NumPy that counts and divides at the end."""

import numpy as np


def offsets(pred, target, visible):
    return (pred.numpy() - target.numpy())[visible.numpy()].astype(np.float64)


def mean_pixel_error(pred, target, visible):
    x, y = offsets(pred, target, visible).T
    return float(np.hypot(x, y).sum() / len(x)) if len(x) else float("nan")


def pck(pred, target, visible, reference, alpha):
    step = offsets(pred, target, visible)
    allowed = np.broadcast_to(alpha * reference.numpy().astype(np.float64)[:, None], visible.shape)[visible.numpy()]
    near = np.einsum("mc,mc->m", step, step) <= allowed**2
    return float(np.count_nonzero(near) / near.size) if near.size else float("nan")
