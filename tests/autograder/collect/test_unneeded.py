import io

import pytest

from autograder.collect.entries import Entry, Problem
from autograder.collect.unneeded import unneeded


def entries(*names, problem=None):
    return [Entry(name=name, size=0, open=io.BytesIO, problem=problem) for name in names]


@pytest.mark.parametrize(
    "names", [[], ["readme.txt", "a.png", "assignment.toml"], ["play.ipynb"], ["hw/test_public_layers.py"]]
)
def test_what_everybody_hands_in_is_not_told(names):
    assert unneeded(entries(*names)) == []


def test_each_kind_is_counted_once():
    images = entries(*(f"{i}.PNG" for i in range(2412)))
    links = entries("a", "b.py", "c.ipynb", problem=Problem.LINK)
    others = entries("x.py", "d.npy") + entries("pipe", problem=Problem.SPECIAL)
    assert unneeded(links + images) == ["not needed, so left out: 3 links and 2,412 images"]
    assert unneeded(others + images + links) == [
        "not needed, so left out: 3 links, 1 special file, 1 .py file, 2,412 images and 1 other file"
    ]
