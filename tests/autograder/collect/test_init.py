"""The whole stage: a real export, and garbled ones."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import collect as stage
from autograder.collect import collect
from autograder.errors import ExportError
from autograder.records import Submission, Unreadable

from .making import FILES, GOOD, make_export, notebook

SAMPLE = Path(__file__).parents[4] / "shared/data/gradescope-export/assignment_314159_export.zip"


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample export does not lie beside this repository")
def test_every_hand_in_of_a_real_export_becomes_a_submission():
    every = list(collect(SAMPLE, FILES))
    assert len(every) == 12
    assert all(isinstance(each, Submission) for each in every)
    assert all(list(each.sources) == ["layers"] for each in every)
    assert all(each.hand_in.students[0].sid.startswith("000675") for each in every)


def test_nothing_of_a_hand_in_is_run(tmp_path, monkeypatch):
    mark = tmp_path / "ran"
    code = f"# coding: evil\nopen({str(mark)!r}, 'w')\n"
    run = f"def f(x=open({str(mark)!r}, 'w')): pass\nclass A: y = open({str(mark)!r}, 'w')\n!touch {mark}\n"
    make_export(
        tmp_path / "export.zip",
        {"submission_1/layers.py": code, "submission_1/evil.py": code, "submission_2/nb.ipynb": notebook(run)}
        | {
            "submission_2/conftest.py": code,
            "submission_2/sitecustomize.py": code,
            "submission_2/blocks/__init__.py": code,
        },
    )
    monkeypatch.syspath_prepend(tmp_path)
    first, second = collect(tmp_path / "export.zip", FILES)
    assert isinstance(first, Unreadable)
    assert isinstance(second, Submission)
    assert not mark.exists()


def test_what_is_public_is_sorted():
    assert stage.__all__ == sorted(stage.__all__)
    assert all(hasattr(stage, name) for name in stage.__all__)


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    path = tmp_path_factory.mktemp("garbled") / "export.zip"
    make_export(path, {"submission_1/layers.py": GOOD * 9, "submission_2/nb.ipynb": notebook("import os", GOOD)})
    return path, path.read_bytes()


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_garbled_export_drops_nobody_or_says_so(export, changes):
    path, honest = export
    data = bytearray(honest)
    for where, value in changes:
        data[int(where * len(data))] = value
    path.write_bytes(data)
    try:
        every = list(collect(path, FILES))
    except ExportError:
        return
    assert all(isinstance(each, Submission | Unreadable) for each in every)
    assert len(every) >= 2
