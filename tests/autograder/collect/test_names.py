import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect.names import (
    MAX_NAME,
    clean_name,
    is_litter,
    is_litter_among_hand_ins,
    listed,
    safe_key,
    shown,
    suffix_of,
)
from autograder.errors import HandInError

HOSTILE = [
    "../layers.py",
    "a/../../layers.py",
    "a/..",
    "..",
    "/etc/passwd",
    "//server/share",
    "\\windows",
    "..\\layers.py",
    "a\\..\\..\\b.py",
    "C:\\layers.py",
    "C:/layers.py",
    "layers.py\0.txt",
    "a" * (MAX_NAME + 1),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_refused(name):
    with pytest.raises(HandInError, match="file name"):
        clean_name(name)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("layers.py", "layers.py"),
        ("./hw2//layers.py", "hw2/layers.py"),
        ("hw2\\layers.py", "hw2/layers.py"),
        ("hw2/", "hw2"),
        ("a..b/..c", "a..b/..c"),
        ("./", ""),
        ("Q: and A.txt", "Q: and A.txt"),
        ("u\u0308.py", "\u00fc.py"),
    ],
)
def test_a_harmless_name_is_cleaned(raw, clean):
    assert clean_name(raw) == clean


@given(st.text(st.sampled_from("./\\a:\0C"), max_size=12))
def test_a_clean_name_stays_below_its_folder(raw):
    try:
        name = clean_name(raw)
    except HandInError:
        return
    parts = name.split("/") if name else []
    assert not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
    assert clean_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX/._a.py",
        "._a.py",
        "a/.DS_Store",
        ".git/x.py",
        "a/.ipynb_checkpoints/a.ipynb",
        "__pycache__/a.pyc",
        "venv/a.py",
        "Venv/a.py",
        "x/bower_components/y.js",
    ],
)
def test_litter(name):
    assert is_litter(name)


@pytest.mark.parametrize("name", ["layers.py", "a/b.c/d.py", "venv.py", "my__pycache__/a.py", "env/game.py"])
def test_not_litter(name):
    assert not is_litter(name)


@pytest.mark.parametrize("name", [".git", ".DS_Store", "__MACOSX", "._alice", ".Trash-1000", ".nfs01", ".venv"])
def test_litter_among_hand_ins(name):
    assert is_litter_among_hand_ins(name)


@pytest.mark.parametrize("name", [".alice", ".hidden.py", "alice", ".-alice", "env"])
def test_a_name_with_a_dot_may_be_somebodys(name):
    assert not is_litter_among_hand_ins(name)


@given(st.text())
def test_what_is_shown_is_one_short_visible_line(text):
    seen = shown(text)
    assert len(seen) <= 80
    assert seen.isprintable()


def test_shown_drops_what_could_mislead_a_terminal():
    assert shown("a\x1b[31m\n\u202eb\udcff.py") == "a[31mb.py"
    assert shown("x" * 100) == "x" * 79 + "…"


def test_listed():
    assert listed(["a.py", "b\n.txt"]) == "a.py, b.txt"
    assert listed("abcdefghi") == "a, b, c, d, e, f and 3 more"


@pytest.mark.parametrize(
    ("name", "suffix"), [("a/B.PY", ".py"), ("a.tar.gz", ".gz"), ("a.b/c", ""), (".py", ""), ("x", "")]
)
def test_suffix_of(name, suffix):
    assert suffix_of(name) == suffix


@pytest.mark.parametrize("name", ["submission_216975964", "alice", "alice.zip", "A-b_c.py"])
def test_a_plain_name_is_its_own_key(name):
    assert safe_key(name) == name


def test_an_odd_name_stays_readable_in_its_key():
    assert safe_key("Jürgen Müller (1)").startswith("Jurgen_Muller_1-")
    assert safe_key("李明").startswith("hand_in-")


@pytest.mark.parametrize("name", ["CON", "nul.py", "a.", "-rf", ".hidden", "x" * 200, "", "a/b"])
def test_a_name_that_is_no_safe_folder_gets_another(name):
    key = safe_key(name)
    assert key != name
    assert 0 < len(key) <= 80
    assert set(key) <= set(string.ascii_letters + string.digits + "._-")
    assert key[0].isalnum()


names = st.one_of(
    st.text(max_size=20), st.text("ab_- .", max_size=4), st.from_regex(r"a_b-[0-9a-f]{12}", fullmatch=True)
)


@given(names, names)
def test_two_names_never_share_a_key(first, second):
    assert (safe_key(first) == safe_key(second)) == (first == second)


@given(names)
def test_a_key_is_no_other_names_key(name):
    key = safe_key(name)
    assert key == name or safe_key(key) != key


def test_twins_in_case_get_different_keys_on_any_disk():
    keys = {safe_key(name, has_twin=True).casefold() for name in ("alice", "Alice")}
    assert len(keys) == 2
