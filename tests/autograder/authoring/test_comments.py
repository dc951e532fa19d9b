"""Values stay, comments go: strings that look like one are told from them, as Python's own reader tells."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.authoring.comments import comments_of, without_comments
from autograder.errors import ConfigError

SOURCE = '''# Staff only.
name = "a # b"   # remark
title = 'c:\\# d'

# A block
# of two lines.


[late]      # of the term
steps = [   # weeks
    "1 # x",  # first

    # nothing
    """two "lines" # one
# two \\""" # three""", # last
]
quotes = """a""""" # behind
other = \'\'\'b # c
# d\'\'\' # e'''


def test_comments_go_and_values_stay():
    plain = without_comments(SOURCE, "x.toml")
    assert tomllib.loads(plain) == tomllib.loads(SOURCE)
    assert [text for _, text in comments_of(SOURCE)] == [
        "Staff only.", "remark", "A block", "of two lines.", "of the term", "weeks", "first", "nothing", "last",
        "behind", "e",
    ]  # fmt: skip
    assert [number for number, _ in comments_of(SOURCE)][:4] == [1, 2, 5, 6]
    assert plain.startswith('name = "a # b"\ntitle = \'c:\\# d\'\n\n[late]\nsteps = [\n    "1 # x",\n')
    assert without_comments(plain, "x.toml") == plain
    assert without_comments(SOURCE.replace("\n", "\r\n"), "x.toml") == plain


@pytest.mark.parametrize("text", ["a = ", 'a = "# open\n', "a = '''# open"])
def test_what_is_no_toml_is_refused(text):
    with pytest.raises(ConfigError, match=r"x\.toml: not valid TOML"):
        without_comments(text, "x.toml")


VALUES = ["1", '"#"', '"\\\\" # "', "'#\"' #'", '"""\n#"# ""\\""""""', "'''#\n#'''''", '[ # "\n"#", #]\n]', "{a = '#'}"]
LINES = st.tuples(st.sampled_from(VALUES), st.sampled_from(["", "#", " # '", ' # """', "\n# x\n\n\n", "\n\n\n"]))


@given(st.lists(LINES, max_size=6))
def test_whatever_is_toml_keeps_its_values(lines):
    """The oracle is tomllib; a comment that stays would be one that the second reading still finds."""
    text = "\n".join(f"k{number} = {value}{rest}" for number, (value, rest) in enumerate(lines))
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    plain = without_comments(text, "x.toml")
    assert tomllib.loads(plain) == values
    assert not list(comments_of(plain))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.text(st.sampled_from("#\"'\\ a"), max_size=8))
def test_a_remark_beside_any_string_is_found_whole(remark, value):
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = f"a = {quoted} # {remark}\nb = 1\n"
    assert [text for _, text in comments_of(text)] == [remark.lstrip("# \t").rstrip()]
    assert without_comments(text, "x.toml") == f"a = {quoted}\nb = 1\n"
