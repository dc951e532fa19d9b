"""Pictures come into the handout and the notebook where they are shown, and nowhere else."""

import base64
import json

import pytest

from autograder.authoring.handout import build_handout
from autograder.authoring.pictures import embedded, read_pictures
from autograder.errors import ConfigError
from autograder.packaging.leaks import leaks_in, private_of

from ..conftest import REFERENCE

PNG = b"\x89PNG\r\n\x1a\nno real one\xff"
PUBLIC = """
from autograder.exam import assert_equal, public, question

@question("double")
@public
def test_two(submission):
    assert_equal(submission.toy.double(2), 4)
"""
SHOWS = "![two lines](pictures/lines.png)"


@pytest.fixture
def course(toy_course):
    workspace = toy_course(reference=f'"""Doubles.\n\n{SHOWS}\n"""\n\n\n{REFERENCE}')
    (workspace.exam / "test_public.py").write_text(PUBLIC, encoding="utf-8")
    folder = workspace.secret.parent / workspace.assignment.name
    (folder / "pictures").mkdir()
    for name in ("lines.png", "street.jpg", "solution.png"):
        (folder / "pictures" / name).write_bytes(PNG + name.encode())
    (folder / "guide.md").write_text("## Data\n\n![a street](./pictures/street.jpg 'in spring')\n", encoding="utf-8")
    return workspace


def test_the_handout_has_the_files_and_the_notebook_the_pictures_themselves(course):
    files = build_handout(course)
    shown = {path: data for path, data in files.items() if path.startswith("pictures/")}
    assert shown == {"pictures/lines.png": PNG + b"lines.png", "pictures/street.jpg": PNG + b"street.jpg"}
    assert SHOWS.encode() in files["toy.py"]
    assert b"![a street](./pictures/street.jpg 'in spring')" in files["README.md"]
    text = "\n".join("".join(cell["source"]) for cell in json.loads(files["toy.ipynb"])["cells"])
    assert "pictures/" not in text
    lines, street = (base64.b64encode(PNG + name).decode() for name in (b"lines.png", b"street.jpg"))
    assert f"![two lines](data:image/png;base64,{lines})" in text
    assert f"![a street](data:image/jpeg;base64,{street} 'in spring')" in text


def test_a_picture_in_a_notebook_is_no_leak(course):
    files = build_handout(course)
    assert leaks_in(files, private_of(course, [files["toy.py"].decode()])) == []


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("![x](pictures/gone.png)", r"gone\.png: students are shown it, and it cannot be read: No such file"),
        ("![x](pictures/lines.svg)", r"lines\.svg: expected a picture \(\.png, \.jpg, \.jpeg, \.gif\), found \.svg"),
        ("![x](pictures/lines)", "found no file type"),
        ("![x](pictures/../../secret.png)", "leads out of"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_path(tmp_path, shown, told):
    with pytest.raises(ConfigError, match=told):
        read_pictures(tmp_path, [shown])


def test_other_links_stay_as_they_are(tmp_path):
    text = "[a](https://example.org/pictures/a.png) `pictures/b.png` ![c](other/c.png)"
    assert read_pictures(tmp_path, [text]) == {}
    assert embedded(text, {"pictures/a.png": PNG}) == text
