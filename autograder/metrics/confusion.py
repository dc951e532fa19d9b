"""The confusion matrix: exact counts, from which segmentation metrics are made.

The target and the prediction of a pixel together are one small whole number, and `torch.bincount` counts these, in
parts that stay in the processor's cache. Neighbouring pixels, which are mostly alike, count into different copies of
the table ("lanes"), because a processor that adds to the same number twice in a row has to wait. The parts are so small
that torch uses one thread for each: on a busy machine, threads that wait for each other took twenty times as long.
"""

from __future__ import annotations

import torch
from torch import Tensor

_PART = {"cpu": 1 << 15}  # pixels; torch uses several threads for more
_PART_ELSEWHERE = 1 << 24
_LANES = 4
_SMALL = 1 << 15  # entries of a table: what int16 can number, and few enough to stay in the cache
_LARGEST = torch.iinfo(torch.int64).max
_WIDER = {torch.bool: torch.uint8, torch.uint16: torch.int32, torch.uint32: torch.int64, torch.uint64: torch.int64}
_INTEGERS = {torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, *_WIDER}


def confusion_matrix(pred: Tensor, target: Tensor, classes: int, ignore: int | None = None) -> Tensor:
    """How many pixels of each class were predicted as each class.

    Counts are exact. The matrices of the parts of a data set add up to the matrix of the whole.

    Args:
        pred: predicted classes, any shape, any integer dtype or bool. Each must be one of 0 … classes − 1, at ignored
            pixels too.
        target: true classes, of the same shape; any integer dtype or bool, not necessarily that of `pred`.
        classes: their number, K.
        ignore: the label in `target` of pixels that do not count, such as 255 or −1. It may be one of the classes:
            then no pixel of that class counts.

    Returns:
        Pixel counts, int64, shape (K, K), on the device of the inputs; rows are true classes, columns predicted ones.

    Raises:
        TypeError: not tensors, or not of integers.
        ValueError: shapes or devices differ, or a label is neither a class nor the ignored one; the message names
            the first one and its place.

    Memory beyond the inputs: some tables of K·(K + 1) counts or 0.3 MB each, whichever is more, and 0.5 MB on the CPU
    or 0.3 GB on a GPU; an input that is not contiguous is copied first. On a GPU the call waits for its result: it
    could not raise an error otherwise.

    >>> confusion_matrix(torch.tensor([0, 1, 1, 0]), torch.tensor([0, 1, 0, 255]), 2, ignore=255)
    tensor([[1, 1],
            [0, 1]])
    """
    _require_fit(pred, target, classes, ignore)
    counts = _Counts(classes, ignore, target)
    if target.numel():
        preds, targets = (torch.split(labels.reshape(-1), counts.part) for labels in (pred, target))
        for some_pred, some_target in zip(preds, targets, strict=True):
            if not counts.add(_signed(some_pred), _signed(some_target)):
                raise _not_a_class(pred, target, classes, ignore)
    return counts.matrix()


class _Counts:
    """A table of counts with a row for what is ignored, then one for each class.

    Attributes:
        part: how many pixels `add` may get at once.
    """

    def __init__(self, classes: int, ignore: int | None, target: Tensor) -> None:
        self.classes, self.ignore = classes, ignore
        self.ignores_a_class = ignore is not None and 0 <= ignore < classes
        bins = (classes + 1) * classes
        lanes = max(1, min(_LANES, _SMALL // bins))
        device = target.device
        self.lanes, self.table = lanes, torch.zeros(lanes * bins, dtype=torch.int64, device=device)
        self.part = min(max(_PART.get(device.type, _PART_ELSEWHERE), bins), target.numel())
        first = torch.arange(lanes, device=device) * bins + classes
        self.first = first.to(_smallest_dtype(lanes * bins)).repeat(-(-self.part // lanes))

    def add(self, pred: Tensor, target: Tensor) -> bool:
        """Count some pixels, unless there is a wrong label."""
        rows = self._numbered(target)
        if rows is None or not _within(pred, 0, self.classes - 1):
            return False
        first = self.first[: len(rows)]
        pair = torch.add(first, rows.to(first.dtype), alpha=self.classes).add_(pred.to(first.dtype))
        self.table += torch.bincount(pair, minlength=len(self.table))
        return True

    def matrix(self) -> Tensor:
        """Of the classes, without what is ignored."""
        matrix = self.table.view(self.lanes, -1, self.classes).sum(0)[1:].clone()
        if self.ignores_a_class:
            matrix[self.ignore] = 0
        return matrix

    def _numbered(self, target: Tensor) -> Tensor | None:
        """The target with −1 for what is ignored; none if a label is neither a class nor the ignored one."""
        if self.ignore is None or self.ignores_a_class or self.ignore == -1:
            return target if _within(target, -1 if self.ignore == -1 else 0, self.classes - 1) else None
        if self.ignore == 255 and self.classes <= 128:  # in int8 it is −1 already
            if target.dtype is not torch.uint8:
                if not _within(target, 0, 255):
                    return None
                target = target.to(torch.uint8)
            numbers = target.view(torch.int8)
            return numbers if _within(numbers, -1, self.classes - 1) else None
        numbers = target.to(torch.int64)
        ignored = numbers == self.ignore
        if not _within(numbers.masked_fill(ignored, 0), 0, self.classes - 1):
            return None
        return numbers.masked_fill(ignored, -1)


def _smallest_dtype(count: int) -> torch.dtype:
    """That numbers `count` things."""
    return next(dtype for dtype in (torch.int16, torch.int32, torch.int64) if count - 1 <= torch.iinfo(dtype).max)


def _within(labels: Tensor, lowest: int, highest: int) -> bool:
    least, most = labels.aminmax()
    return lowest <= int(least) and int(most) <= highest


def _signed(labels: Tensor) -> Tensor:
    """The same labels in a dtype that torch can reckon with; those too large for int64 become its largest."""
    if labels.dtype not in _WIDER:
        return labels
    wide = labels.to(_WIDER[labels.dtype])
    return wide.masked_fill(wide < 0, _LARGEST) if labels.dtype is torch.uint64 else wide


def _require_fit(pred: Tensor, target: Tensor, classes: int, ignore: int | None) -> None:
    if classes < 1:
        raise ValueError(f"classes: expected at least 1, got {classes}")
    if ignore is not None and not -_LARGEST <= ignore < _LARGEST:
        raise ValueError(f"ignore: expected a label from {-_LARGEST} to {_LARGEST - 1}, got {ignore}")
    for name, labels in (("pred", pred), ("target", target)):
        if not isinstance(labels, Tensor):
            raise TypeError(f"{name}: expected a tensor, got {type(labels).__name__}")
        if labels.dtype not in _INTEGERS:
            raise TypeError(f"{name}: expected class numbers of an integer dtype, got {labels.dtype}")
    if pred.shape != target.shape:
        raise ValueError(f"pred: expected the shape of target, {tuple(target.shape)}, got {tuple(pred.shape)}")
    if pred.device != target.device:
        raise ValueError(f"pred: expected the device of target, {target.device}, got {pred.device}")


def _not_a_class(pred: Tensor, target: Tensor, classes: int, ignore: int | None) -> ValueError:
    """What to say of the first wrong label; of `pred`, if both have some."""
    for name, labels in (("pred", pred), ("target", target)):
        numbers = _signed(labels).to(torch.int64)  # in uint8, 255 would be -1
        wrong = (numbers < 0) | (numbers >= classes)
        if name == "target" and ignore is not None:
            wrong &= numbers != ignore
        if wrong.any():
            break
    place = tuple(wrong.nonzero()[0].tolist())
    allowed = f"a class from 0 to {classes - 1}"
    if name == "target" and ignore is not None:
        allowed += f" or the ignored label {ignore}"
    return ValueError(f"{name}: expected {allowed}, got {labels[place].item()} at {place}")
