"""A right answer with a class for each kind of layer; the receptive field is looked for, not computed."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Volume:
    """What lies between two layers."""

    channels: int
    height: int = 1
    width: int = 1

    @cached_property
    def size(self):
        return self.channels * self.height * self.width


class Layer:
    def __init__(self, row, before):
        self.row, self.before = row, before
        self.after = self.output()

    def slide(self, n, padding=0):
        last_start = n + 2 * padding - self.row["kernel"]
        return len(range(0, last_start + 1, self.row["stride"]))

    def parameters(self):
        return self.after.channels * (self.work() + 1)

    def memory(self):
        return self.after.size * 32 // 8

    def flops(self):
        return self.after.size * self.work()


class Conv(Layer):
    def output(self):
        padding, image = self.row["padding"], self.before
        return Volume(self.row["filters"], self.slide(image.height, padding), self.slide(image.width, padding))

    def work(self):
        return self.before.channels * self.row["kernel"] * self.row["kernel"]


class Pool(Layer):
    def output(self):
        return Volume(self.before.channels, self.slide(self.before.height), self.slide(self.before.width))

    def work(self):
        return self.row["kernel"] * self.row["kernel"]

    def parameters(self):
        return 0


class Linear(Layer):
    def output(self):
        return Volume(self.row["features"])

    def work(self):
        return self.before.size


KINDS = {"conv": Conv, "pool": Pool, "linear": Linear}


def build(layers, shape):
    volume, network = Volume(*shape), []
    for row in layers:
        network.append(KINDS[row["kind"]](row, volume))
        volume = network[-1].after
    return network


def receptive_field(layers):
    first = last = 0  # of the pixels that pixel 0 of the output was made from
    for row in layers[::-1]:
        first, last = first * row["stride"], last * row["stride"] + row["kernel"] - 1
    return last - first + 1


def count_parameters(layers, shape):
    return [layer.parameters() for layer in build(layers, shape)]


def count_memory(layers, shape):
    return [layer.memory() for layer in build(layers, shape)]


def count_flops(layers, shape):
    return [layer.flops() for layer in build(layers, shape)]
