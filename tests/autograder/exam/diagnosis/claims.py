"""What each sentence claims, checked the slow way: value by value, in Python's own arithmetic where it matters."""

import re
from itertools import permutations, product

import numpy as np

RTOL, ATOL = 1e-7, 1e-9


def close(one, other):
    one, other = np.asarray(one), np.asarray(other)
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-6, atol=1e-8)


def right_at(actual, expected, index):
    return abs(actual[index] - expected[index]) <= ATOL + RTOL * abs(expected[index])


def wrong_places(actual, expected):
    return {index for index in np.ndindex(expected.shape) if not right_at(actual, expected, index)}


def scaled(actual, expected, factor):
    return all(close(actual[i], factor * expected[i]) for i in np.ndindex(expected.shape))


def shifted(actual, expected, down, across):
    height, width = expected.shape[-2:]
    places = [(y, x) for y, x in product(range(height), range(width)) if y - down in range(height)]
    places = [(y, x) for y, x in places if x - across in range(width)]
    return all(close(actual[..., y, x], expected[..., y - down, x - across]) for y, x in places)


def moved(match, actual, expected):
    steps = {way: int(count) for way, count in re.findall(r"(up|down|to the left|to the right) by (\d)", match[0])}
    down, across = steps.get("down", 0) - steps.get("up", 0), steps.get("to the right", 0) - steps.get("to the left", 0)
    if "wraps" in match[0] and not close(actual, np.roll(expected, (down, across), (-2, -1))):
        return False
    return shifted(actual, expected, down, across)


def reshaped(match, actual, expected):
    orders = permutations(range(expected.ndim))
    return any(close(actual.ravel(), expected.transpose(order).ravel()) for order in orders)


def only_the_border(match, actual, expected):
    height, width = expected.shape[-2:]
    ends = [(min(y, height - 1 - y), min(x, width - 1 - x)) for *_, y, x in wrong_places(actual, expected)]
    return bool(ends) and max(map(min, ends)) < min(height, width) / 2


def only(part_is_right):
    def holds(match, actual, expected):
        inside = np.zeros(expected.shape, dtype=bool)
        inside[eval(f"np.s_[{match[1]}]")] = True
        wrong = wrong_places(actual, expected)
        return bool(wrong) and all(bool(inside[index]) is not part_is_right for index in wrong)

    return holds


def channel_constants(match, actual, expected):
    off = np.moveaxis(actual - expected, 1, 0)
    return all(close(channel, np.full(channel.shape, channel.flat[0])) for channel in off)


def all_the_same(match, actual, expected):
    axis = match[1].count(":")
    parts = np.moveaxis(actual, axis, 0)
    alike = all(close(part, parts[0]) for part in parts)
    return alike and (bool(match[2]) is not close(parts[0], np.moveaxis(expected, axis, 0)[0]))


CLAIMS = {
    r"right but for rounding in the last digits\.": lambda m, a, e: np.allclose(a, e, rtol=1e-11, atol=0),
    r"the sign is the other way round\.": lambda m, a, e: scaled(a, e, -1),
    r"every value is the right one divided by (\d+): .*": lambda m, a, e: scaled(a, e, 1 / int(m[1])),
    r"every value is (\d+) times the right one: .*": lambda m, a, e: scaled(a, e, int(m[1])),
    r"every value is (\S+) times the right one\.": lambda m, a, e: np.allclose(
        a, float(m[1]) * e, rtol=1e-3, atol=1e-8
    ),
    r"every value is (\S+) too (large|small)\.": lambda m, a, e: (
        np.ptp(a - e) < 1e-4 * (1 + abs(e).max()) and ((a - e).min() > 0) == (m[2] == "large")
    ),
    r"rounded to float32 on the way\.": lambda m, a, e: close(a, e.astype(np.float32).astype(float)),
    r"cut to whole numbers: .*": lambda m, a, e: close(a, e.astype(int)),
    r"rounded to whole numbers\.": lambda m, a, e: close(a.ravel(), [round(value) for value in e.ravel()]),
    r"what should be negative is 0: .*": lambda m, a, e: close(a, np.where(e < 0, 0, e)),
    r"what should be negative is positive\.": lambda m, a, e: close(a, np.where(e < 0, -e, e)),
    r"cut off at 0 and (\d+)\.": lambda m, a, e: close(a, np.where(e < 0, 0, np.where(e > int(m[1]), int(m[1]), e))),
    r"wrapped around at 256: .*": lambda m, a, e: close(a, e - 256 * np.floor(e / 256)),
    r"every value is 1 minus the right one\.": lambda m, a, e: close(a + e, np.ones(e.shape)),
    r"every value is the square of the right one\.": lambda m, a, e: close(a, e * e),
    r"every value is the square root of the right one\.": lambda m, a, e: close(a * a, e),
    r"right in the first digits only: .*": lambda m, a, e: abs(a - e).max() <= 1e-5 * abs(e).max(),
    r"height and width are swapped\.": lambda m, a, e: close(a, np.moveaxis(e, -1, -2)),
    r"mirrored left to right\.": lambda m, a, e: close(a, e[..., ::-1]),
    r"upside down\.": lambda m, a, e: close(a, e[..., ::-1, :]),
    r"turned by 180 degrees: .*": lambda m, a, e: close(a, e[..., ::-1, ::-1]),
    r"turned by 90 degrees\.": lambda m, a, e: any(
        close(a, turned) for turned in (np.moveaxis(e, -1, -2)[..., ::-1], np.moveaxis(e, -1, -2)[..., ::-1, :])
    ),
    r"the two columns are swapped: .*": lambda m, a, e: close(a, np.stack([e[..., 1], e[..., 0]], axis=-1)),
    r"in reverse order: out\[(.*)\] would be right\.": lambda m, a, e: close(a[eval(f"np.s_[{m[1]}]")], e),
    r"everything is moved .*": moved,
    r"the axes are in another order: out\.transpose\((.*)\) would be right\.": lambda m, a, e: close(
        a.transpose(eval(m[1])), e
    ),
    r"the right values in another order: .*": reshaped,
    r"the right values, but read column by column: .*": lambda m, a, e: close(
        a.ravel(), np.moveaxis(e, -1, -2).ravel()
    ),
    r"the right values, but in other places\.": lambda m, a, e: close(sorted(a.ravel()), sorted(e.ravel())),
    r"out\[((?::, )?)0\], out\[.*1\], … are all the same(: is only the first computed\?)?(?:, and should not be\.)?": (
        lambda m, a, e: all_the_same({1: m[1], 2: not m[2]}, a, e)
    ),
    r"each channel is off by a constant of its own: .*": channel_constants,
    r"the border is wrong, the inside is right: .*": only_the_border,
    r"only out\[(.*)\] is right\.": only(part_is_right=True),
    r"only out\[(.*)\] is wrong\.": only(part_is_right=False),
}


def holds(sentence, actual, expected):
    """Whether what `sentence` says of the answer `actual`, called ``out``, is so."""
    found = [(claim, re.fullmatch(pattern, sentence)) for pattern, claim in CLAIMS.items()]
    claims = [(claim, match) for claim, match in found if match]
    assert len(claims) == 1, sentence
    claim, match = claims[0]
    return bool(claim(match, actual.astype(float), expected.astype(float)))
