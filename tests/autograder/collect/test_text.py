import codecs
import re
import tokenize
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect.text import _CODECS, decode, say_utf8, unix_lines
from autograder.errors import HandInError

TEXT = "x = 'héllo'\ny = 2\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        codecs.BOM_UTF8 + TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_the_same_text_from_any_editor(data):
    assert decode(data, "layers.py") == TEXT


@pytest.mark.parametrize(
    ("cookie", "codec"),
    [
        ("# -*- coding: latin-1 -*-", "latin-1"),
        ("# coding=cp1252", "cp1252"),
        ("#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :", "iso-8859-15"),
        ("# coding: latin-1-unix", "latin-1"),
        ("# coding: Windows-1252", "cp1252"),
        ("# coding: utf-8", "utf-8"),
        ("# coding: ISO_8859_1", "latin-1"),
    ],
)
def test_a_coding_cookie_is_followed_and_then_says_utf8(cookie, codec):
    text = decode(f"{cookie}\n{TEXT}".encode(codec), "a.py")
    assert text.endswith(TEXT)
    assert tokenize.detect_encoding(BytesIO(text.encode()).readline)[0] == "utf-8"


def test_chinese():
    assert decode("# coding: gbk\ns = '卷积'\n".encode("gbk"), "a.py") == "# coding: utf-8\ns = '卷积'\n"


def test_a_cookie_below_code_or_in_the_third_line_means_nothing():
    for text in ("x = 1\n# coding: latin-1\n", "#\n#\n# coding: latin-1\n"):
        assert decode(text.encode(), "a.py") == text


@pytest.mark.parametrize(
    "codec", ["zlib", "rot13", "hex", "utf-7", "unicode_escape", "idna", "base64", "os", "raw-unicode-escape"]
)
def test_codecs_that_are_no_text_are_refused(codec):
    with pytest.raises(HandInError, match=rf"^a.py, line 2: expected a text encoding.*{codec}"):
        decode(f"#!x\n# coding: {codec}\n".encode(), "a.py")


def test_every_listed_codec_exists_and_keeps_ascii():
    ascii_text = "".join(map(chr, range(32, 126)))  # ~ differs in Shift-JIS
    for codec in _CODECS:
        assert ascii_text.replace("\\", "").encode(codec) == ascii_text.replace("\\", "").encode("ascii")


def test_undecodable_bytes_name_line_and_offset():
    with pytest.raises(
        HandInError, match=re.escape("hw/a.py, line 2: expected utf-8 text, found byte 0xe9 at offset 6")
    ):
        decode(b"x = 1\n\xe9\n", "hw/a.py")
    with pytest.raises(HandInError, match="line 3: expected utf-8 text, found byte 0xff at offset 5"):
        decode(codecs.BOM_UTF8 + b"\r\r\xff", "a.py")
    with pytest.raises(HandInError, match="line 2: expected utf-16 text"):
        decode(codecs.BOM_UTF16_LE + "a\n".encode("utf-16-le") + b"x", "a.py")


@pytest.mark.parametrize("data", [b"x\r\n\0", "x\n\0".encode("utf-16"), codecs.BOM_UTF8 + b"x\n\0"])
def test_a_nul_is_refused(data):
    with pytest.raises(HandInError, match="line 2: found a NUL"):
        decode(data, "a.py")


@given(st.binary(max_size=60) | st.from_regex(rb"#[ ]?coding[:=][-\w.]{1,12}\n[\x00-\xff]{0,20}", fullmatch=True))
def test_any_bytes_are_text_or_our_own_error(data):
    try:
        text = decode(data, "a.py")
    except HandInError:
        return
    assert "\r" not in text
    assert "\0" not in text
    assert decode(text.encode(), "a.py").lstrip("\ufeff") == text.lstrip("\ufeff")


@given(st.text(st.sampled_from("a\r\n"), max_size=12))
def test_unix_lines_agrees_with_python(text):
    assert (
        unix_lines(text)
        == "".join(f"{line}\n" for line in text.splitlines())[: None if text.endswith(("\r", "\n")) else -1]
    )


def test_say_utf8_leaves_other_text_alone():
    assert say_utf8(TEXT) == TEXT
