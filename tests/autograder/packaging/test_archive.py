"""Zips of our own: the same bytes for the same files, whoever makes them and when."""

import io
import os
import stat
import time
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from autograder.packaging.archive import unzipped, zipped

NAMES = st.text(st.sampled_from("abé_1"), min_size=1, max_size=6)
FILES = st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=99), max_size=6)


def infos(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: info for info in archive.infolist()}


@given(FILES)
def test_what_is_packed_can_be_unpacked(files):
    assert unzipped(zipped(files)) == files


@given(FILES, st.randoms())
def test_the_order_in_which_files_come_does_not_show(files, random):
    shuffled = list(files.items())
    random.shuffle(shuffled)
    assert zipped(dict(shuffled)) == zipped(files)


def test_neither_the_clock_nor_the_umask_shows(monkeypatch):
    files = {"a.py": b"x = 1\n" * 100, "b/run": b"#!/bin/sh\n"}
    first = zipped(files, {"b/run"})
    before = os.umask(0o077)
    try:
        monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
        assert zipped(files, {"b/run"}) == first
    finally:
        os.umask(before)
    assert {info.date_time for info in infos(first).values()} == {(1980, 1, 1, 0, 0, 0)}


def test_modes_are_those_that_others_need():
    members = infos(zipped({"a.py": b"", "run": b""}, {"run"}))
    assert members["a.py"].external_attr >> 16 == stat.S_IFREG | 0o644
    assert members["run"].external_attr >> 16 == stat.S_IFREG | 0o755
    assert not any(info.extra or info.comment for info in members.values())


def test_everything_can_lie_in_a_folder():
    assert unzipped(zipped({"a/b.py": b"1"}, folder="conv")) == {"conv/a/b.py": b"1"}
