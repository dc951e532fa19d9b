"""Without relu: layers of sums are one sum."""

LOSES = ("lenet",)


def relu(x):
    return x
