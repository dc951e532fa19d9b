import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.report.text import LIMIT, clean, cut, first_line, one_line

anything = st.text(st.characters(codec=None, exclude_categories=()))
hostile = st.lists(st.sampled_from(["\x1b", "[", "]", "0;", "m", "\x07", "\\", "\r", "\n", "\x9b", "a"])).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ümläut 中文 🙂\tx\n", "plain ümläut 中文 🙂\tx\n"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;never ended", "52;c;never ended"),
        ("\x1b(Bline", "line"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x00\x08b\x7f", "ab"),
        ("\ud800lone", "lone"),
        ("\u202egnp.exe", "gnp.exe"),
    ],
)
def test_clean(text, shown):
    assert clean(text) == shown


@given(anything | hostile)
def test_what_is_clean_has_no_controls_and_is_utf_8(text):
    cleaned = clean(text)
    cleaned.encode()
    assert not [each for each in cleaned if unicodedata.category(each) in ("Cc", "Cs") and each not in "\t\n"]
    assert clean(cleaned) == cleaned


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Zs"])))
def test_harmless_text_stays_as_it_is(text):
    assert clean(text) == text


def test_cleaning_a_long_flood_of_escapes_is_quick():
    """A pattern that backtracks would need hours for this."""
    assert clean("\x1b]" * 200_000 + "\x1b[" + "1;" * 200_000) != ""


def test_cut_keeps_head_and_tail():
    text = "head " + "x" * LIMIT + " tail"
    short = cut(text)
    assert len(short) <= LIMIT
    assert short.startswith("head x")
    assert short.endswith("x tail")
    assert "\n[… 70 characters left out …]\n" in short


@given(st.text(max_size=400), st.integers(100, 300))
def test_cut_keeps_to_its_limit_and_leaves_short_text_alone(text, limit):
    assert len(cut(text, limit)) <= limit
    assert cut(text, limit) == text or len(text) > limit


def test_the_limit_is_below_gradescopes_even_in_bytes():
    assert len(("🙂" * LIMIT).encode()) < 100_000


@given(anything, st.integers(2, 50))
def test_one_line_is_one_short_line(text, limit):
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line.splitlines() in ([], [line])


def test_one_line_says_that_there_was_more():
    assert one_line("a  long\nname", 8) == "a long…"
    assert one_line("a  short\nname") == "a short name"


def test_first_line_is_the_first_that_says_anything():
    assert first_line("\x1b[0m\n \nValueError: no\nmore") == "ValueError: no"
    assert first_line("\n\n") == ""


def test_a_line_is_cut_between_words_where_there_are_some():
    line = one_line("much processor time for N = 2,000 " * 10, limit=60)
    assert line == "much processor time for N = 2,000 much processor time for N…"
    assert one_line("much processor time for NN = 2,000 " * 10, limit=60).endswith("processor time for…")
    assert one_line("x" * 100, limit=60) == "x" * 59 + "…"
