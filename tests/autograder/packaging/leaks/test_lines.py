"""Lines are found however they are spaced, broken and quoted, and only as whole words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.packaging.leaks.lines import Needles, squeezed

LINE = 'out = np.einsum("nchw,fc->nf", patches[i], w) + b'
TOKENS = re.findall(r"\w+|[^\w\s]", LINE)
SPACE = st.sampled_from(["", " ", "\n", "\n    ", "\t", "  "])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  return   x  ", "return x"),
        ("a = [ 1, 2 ]  ", "a=[1,2]"),
        ('f("a b")', "f('a b')"),
        ("x\t+ 1", "x+1"),
        ("not  x is\tnone", "not x is none"),
        ("“quoted”", "'quoted'"),
        ("", ""),
    ],
)
def test_white_space_and_quotes_do_not_count(line, expected):
    assert squeezed(line) == expected
    assert squeezed(expected) == expected


@given(st.lists(SPACE, min_size=len(TOKENS), max_size=len(TOKENS)), st.sampled_from("\"'"))
def test_a_line_is_found_however_it_is_written(spaces, quote):
    words = [
        f" {token}" if space == "" and token.isalnum() else f"{space}{token}"
        for space, token in zip(spaces, TOKENS, strict=True)
    ]
    text = "import numpy\nx = 1\n" + "".join(words).replace('"', quote) + "\ny = 2\n"
    ((number, needle, known),) = Needles({squeezed(LINE): "here"}).found_in(text)
    assert (needle, known) == (squeezed(LINE), "here")
    assert text.split("\n")[number - 1].strip().startswith("out") or spaces[0].startswith("\n")


PIECES = st.lists(st.sampled_from(["ab", "a", " ", "\n", "=", "1", "b a", "é"]), max_size=40).map("".join)


def by_definition(needles, text):
    """All needles that stand in the text as whole words, by looking everywhere."""
    hay = squeezed(text)
    whole = {needle: rf"(?<!\w){re.escape(needle)}" if needle[0].isalnum() else re.escape(needle) for needle in needles}
    return {needle for needle, at in whole.items() if re.search(at + (r"(?!\w)" if needle[-1].isalnum() else ""), hay)}


@given(PIECES, st.lists(PIECES.map(squeezed).filter(lambda line: len(line) >= 12), max_size=3))
def test_it_is_found_exactly_where_it_stands(text, lines):
    """Against the definition; of needles that begin at one place, or overlap, it is enough to be told of one."""
    found = {needle for _, needle, _ in Needles(dict.fromkeys(lines, 0)).found_in(text)}
    expected = by_definition(set(lines), text)
    assert found <= expected
    assert bool(found) == bool(expected)


def test_a_part_of_a_word_is_no_line():
    needles = Needles({"total=sum(weights)": 0})
    assert list(needles.found_in("total = sum(weights)"))
    assert not list(needles.found_in("subtotal = sum(weights)"))
    assert not list(Needles({"x=weights_of_a": 0}).found_in("x = weights_of_all"))


def test_the_line_is_that_where_it_begins():
    needles = Needles({squeezed("total = sum(weights) / len(weights)"): 0})
    places = [
        number
        for number, *_ in needles.found_in(
            "a\n\ntotal = sum(\n  weights) / len(weights)\ntotal = sum(weights) / len(weights)"
        )
    ]
    assert places == [3, 5]
