"""Pictures come into the handout and the notebook where they are shown, and nowhere else."""

import base64
import io
import json

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from autograder.authoring.handout import build_handout
from autograder.authoring.pictures import MOST_BYTES, embedded, read_pictures
from autograder.authoring.pixels import bare_jpeg, bare_png
from autograder.errors import ConfigError
from autograder.packaging.leaks import Kind, leaks_in, private_of

from ..conftest import REFERENCE

PUBLIC = """
from autograder.exam import assert_equal, public, question

@question("double")
@public
def test_two(submission):
    assert_equal(submission.toy.double(2), 4)
"""
SHOWS = "![two lines](pictures/lines.png)"


def picture(kind, **options):
    stream = io.BytesIO()
    Image.linear_gradient("L").save(stream, kind, **options)
    return stream.getvalue()


def with_author():
    info = PngInfo()
    info.add_text("Author", "Ada Lovelace")
    return picture("PNG", pnginfo=info) + b"PK\x03\x04 and a zip behind it"


PNG, JPEG = with_author(), picture("JPEG", comment=b"Ada Lovelace")
LINES, STREET = bare_png(PNG), bare_jpeg(JPEG)


@pytest.fixture
def course(toy_course):
    workspace = toy_course(reference=f'"""Doubles.\n\n{SHOWS}\n"""\n\n\n{REFERENCE}')
    (workspace.exam / "test_public.py").write_text(PUBLIC, encoding="utf-8")
    folder = workspace.secret.parent / workspace.assignment.name
    (folder / "pictures").mkdir()
    for name, data in (("lines.png", PNG), ("street.jpg", JPEG), ("solution.png", PNG)):
        (folder / "pictures" / name).write_bytes(data)
    (folder / "guide.md").write_text("## Data\n\n![a street](./pictures/street.jpg 'in spring')\n", encoding="utf-8")
    return workspace


def test_the_handout_has_the_files_and_the_notebook_the_pictures_themselves(course):
    files = build_handout(course)
    shown = {path: data for path, data in files.items() if path.startswith("pictures/")}
    assert shown == {"pictures/lines.png": LINES, "pictures/street.jpg": STREET}
    assert b"Ada" not in b"".join(files.values())
    assert SHOWS.encode() in files["toy.py"]
    assert b"![a street](./pictures/street.jpg 'in spring')" in files["README.md"]
    text = "\n".join("".join(cell["source"]) for cell in json.loads(files["toy.ipynb"])["cells"])
    assert "pictures/" not in text
    lines, street = (base64.b64encode(data).decode() for data in (LINES, STREET))
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
        ("![x](pictures/..)", "found no file type"),
        ("![x](pictures/a:b.png)", "expected a name of letters"),
        ("![x](pictures/./a.png)", "expected a name of letters"),
        ("![x](pictures/.a.png)", "expected a name of letters"),
        ("![x](pictures//a.png)", "expected a name of letters"),
        ("![x](/tmp/a.png)", r"students would not see !\[x\]\(/tmp/a\.png\): expected !\[…\]\(pictures/NAME\.png\)"),
        ("![x](../a.png)", "would not see"),
        ("![x](C:/pictures/a.png)", "would not see"),
        ("![x](file:///tmp/a.png)", "would not see"),
        ("![x](<pictures/a b.png>)", "would not see"),
        ("![x](pictures\\a.png)", "would not see"),
        ("![x](Pictures/a.png)", "would not see"),
        ("![x](other/c.png)", "would not see"),
        ('<IMG width=3 src="./pictures/a.png">', "would not see"),
        ("![x][a]\n\n[a]: pictures/a.png", "would not see"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_path(tmp_path, shown, told):
    with pytest.raises(ConfigError, match=told):
        read_pictures(tmp_path, [shown])


def test_other_links_stay_as_they_are(tmp_path):
    text = "[a](https://example.org/pictures/a.png) `pictures/b.png` ![c](https://example.org/c.png) [d](other/d.png)"
    assert read_pictures(tmp_path, [text]) == {}
    assert embedded(text, {"pictures/a.png": PNG}) == text


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "conv" / "pictures").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(PNG)
    return tmp_path / "conv"


def test_a_link_must_not_lead_out_of_the_folder(folder):
    (folder / "pictures" / "x.png").symlink_to(folder.parent / "secret.png")
    with pytest.raises(ConfigError, match=r"x\.png: leads out of"):
        read_pictures(folder, ["![x](pictures/x.png)"])


@pytest.mark.parametrize(
    ("data", "told"), [(b"import numpy as np\n", "does not begin like a PNG"), (PNG[:99], "it ends too early")]
)
def test_what_is_no_picture_is_refused(folder, data, told):
    (folder / "pictures" / "x.png").write_bytes(data)
    with pytest.raises(ConfigError, match=rf"x\.png: students are shown it, and it is no picture: .*{told}"):
        read_pictures(folder, ["![x](pictures/x.png)"])


def test_what_is_too_large_for_a_notebook_is_refused(folder):
    noise = Image.effect_noise((2300, 2300), 99)
    noise.save(folder / "pictures" / "x.png", compress_level=0)
    assert (folder / "pictures" / "x.png").stat().st_size > MOST_BYTES
    with pytest.raises(ConfigError, match=r"x\.png: expected at most 4 MiB, found 5\.\d"):
        read_pictures(folder, ["![x](pictures/x.png)"])


def test_a_picture_of_a_solution_is_a_leak_though_its_author_is_gone(course):
    (course.reference / "answer.png").write_bytes(PNG)
    files = build_handout(course)
    found = leaks_in(files, private_of(course, [files["toy.py"].decode()]))
    assert {(leak.kind, leak.file) for leak in found} >= {(Kind.SOLUTION, "pictures/lines.png")}
