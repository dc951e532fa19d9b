"""One scene: what stands where, seen from where, in what light."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from autograder.data.drawing.photograph import photograph
from autograder.data.drawing.stream import Floats, Stream
from autograder.data.scenes.backdrop import Street, draw_ground, draw_sky, some_sky
from autograder.data.scenes.buildings import Building, some_facade
from autograder.data.scenes.canvas import FINE, SLACK, StreetCanvas, develop
from autograder.data.scenes.cars import some_car
from autograder.data.scenes.people import some_person, some_post
from autograder.data.scenes.plants import some_plant
from autograder.data.scenes.world import NEAREST, View

_FAR = 70.0  # metres to where a street ends


class Thing(Protocol):
    """What stands on the ground and can be drawn."""

    def draw(self, canvas: StreetCanvas, stream: Stream, view: View) -> None:
        """Cover what lies behind it."""


def draw_scene(stream: Stream) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A street.

    Returns:
        The image, uint8 RGB, shape (3, SIZE, SIZE), and its labels, uint8, shape (SIZE, SIZE).
    """
    dusk = stream.chance(0.12)
    sky = some_sky(stream, dusk=dusk)
    view = _some_view(stream, np.array(sky[1]), dusk=dusk)
    built = stream.pick([0.95, 0.8, 0.5, 0.15])  # how much of each side is built up
    street = Street(
        left=-stream.between(2.2, 5.5),
        right=stream.between(2.2, 5.5),
        pavement=stream.between(1.2, 3.2),
        green=stream.chance(1.05 - built),
    )
    canvas = StreetCanvas()
    draw_sky(canvas, stream, view, sky)
    draw_ground(canvas, stream, view, street)
    things = sorted(_things(stream, street, built, dusk=dusk), key=lambda pair: -pair[0])
    for _, thing in things:
        thing.draw(canvas, stream, view)
    colour, labels = develop(canvas, stream.between(-SLACK, SLACK))
    return photograph(stream, colour, dark=dusk), labels


def _some_view(stream: Stream, haze: Floats, *, dusk: bool) -> View:
    sunny = not dusk and stream.chance(0.6)
    return View(
        focus=stream.between(130, 230),
        eye=stream.between(1.3, 2.6),
        middle=FINE * stream.between(0.25, 0.75),
        horizon=SLACK + FINE * stream.between(0.32, 0.68),
        haze=haze,
        visibility=stream.between(60, 400),
        sun=stream.pick([-1, 1]) if sunny else 0,
        shadow=stream.between(0.42, 0.7),
        dusk=dusk,
    )


def _things(stream: Stream, street: Street, built: float, *, dusk: bool) -> Iterator[tuple[float, Thing]]:
    """Everything that stands somewhere, with its distance."""
    for side in (-1, 1):
        edge = abs(street.kerb(side)) + street.pavement
        yield from _buildings(stream, side, edge, built, dusk=dusk)
        yield from _plants(stream, side, edge, built)
        yield from _posts(stream, side, street)
        yield from _parked(stream, side, street)
    yield from _end_of_street(stream, built, dusk=dusk)
    yield from _traffic(stream, street)
    yield from _people(stream, street)


def _buildings(stream: Stream, side: int, edge: float, built: float, *, dusk: bool) -> Iterator[tuple[float, Thing]]:
    near = stream.between(-6, 6)
    while near < _FAR:
        far = near + stream.between(9, 26)
        if far > NEAREST + 1 and stream.chance(built):
            low = stream.chance(0.4)
            building = Building(
                side=side,
                wall_x=edge + stream.between(0, 2.5),
                near=near,
                far=far,
                height=stream.between(4, 8) if low else stream.between(8, 24),
                facade=some_facade(stream, dusk=dusk),
            )
            yield max(near, NEAREST), building
        near = far + (stream.between(1, 8) if stream.chance(0.4) else 0.0)


def _end_of_street(stream: Stream, built: float, *, dusk: bool) -> Iterator[tuple[float, Thing]]:
    """What closes the view: houses or trees across the far end."""
    x = -60.0
    while x < 60:
        wide, z = stream.between(9, 18), _FAR + stream.between(0, 10)
        if stream.chance(0.3 + 0.6 * built):
            side = 1 if x > 0 else -1
            yield z, Building(
                side=side, wall_x=abs(x), near=z, far=z + 10, height=stream.between(5, 16),
                facade=some_facade(stream, dusk=dusk),
            )  # fmt: skip
        else:
            yield z, some_plant(stream, x, z)
        x += wide


def _plants(stream: Stream, side: int, edge: float, built: float) -> Iterator[tuple[float, Thing]]:
    for _ in range(stream.whole(0, 5) + (stream.whole(4, 9) if built < 0.6 else 0)):
        z = 3.5 + 40 * stream.between(0, 1) * stream.between(0, 1)
        beyond = stream.between(-1.2, 0.4) if stream.chance(0.5) else stream.between(0.5, 9)
        yield z, some_plant(stream, side * (edge + beyond), z)


def _posts(stream: Stream, side: int, street: Street) -> Iterator[tuple[float, Thing]]:
    for _ in range(stream.whole(0, 2)):
        z = stream.between(4, 30)
        yield z, some_post(stream, street.kerb(side) + side * 0.4, z)


def _parked(stream: Stream, side: int, street: Street) -> Iterator[tuple[float, Thing]]:
    """A row of cars along the kerb."""
    if abs(street.kerb(side)) < 2.8 or not stream.chance(0.6):
        return
    z = stream.between(3.5, 16)
    for _ in range(stream.whole(1, 4)):
        yield z, some_car(stream, street.kerb(side) - side * 1.1, z)
        z += stream.between(5.2, 9)


def _traffic(stream: Stream, street: Street) -> Iterator[tuple[float, Thing]]:
    for _ in range(stream.whole(0, 3)):
        z = 5 + 30 * stream.between(0, 1) * stream.between(0, 1)
        yield z, some_car(stream, stream.pick([0.5 * street.left, 0.5 * street.right]), z)
    if stream.chance(0.3):
        z = stream.between(7, 20)
        yield z, some_car(stream, stream.between(street.left, street.right), z, crosswise=True)


def _people(stream: Stream, street: Street) -> Iterator[tuple[float, Thing]]:
    for _ in range(stream.whole(0, 6)):
        z = 2.8 + 11 * stream.between(0, 1) * stream.between(0, 1)
        side = stream.pick([-1, 1])
        beside = street.kerb(side) + side * stream.between(0.2, street.pavement)
        crossing = stream.between(street.left, street.right)
        yield z, some_person(stream, crossing if stream.chance(0.4) else beside, z)
