"""Every kind of leak is found in everything that it can hide in, and nothing where there is none."""

import base64
import bz2
import getpass
import gzip
import hashlib
import io
import lzma
import socket
import struct
import tarfile
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch

from autograder.authoring.handout import build_handout
from autograder.data.splits import hidden_seed
from autograder.packaging.archive import zipped
from autograder.packaging.leaks import Kind, leaks_in, private_of
from autograder.workspace import open_assignment

from ..conftest import REMARK, SECRET, write_course
from . import planting
from .planting import CARRIERS, notebook, packed

ROOT = Path(__file__).parents[4]
LOGIN = "m4rie"

# written apart, so that nothing here looks like a token to whoever looks for them
TOKENS = {
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "AWS": "AKIA" + "IOSFODNN7EXAMPLE",
    "AWS secret": "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
    "GitHub": "ghp_" + "a1B2" * 9,
    "fine-grained GitHub": "github_pat_" + "11ABCDEFG0" * 3,
    "GitLab": "glpat-" + "x1y2z3" * 4,
    "Slack": "xoxb-" + "123456789012-abcdef",
    "Google": "AIza" + "Sy0" + "01234567" * 4,
    "Hugging Face": "hf_" + "abcDEF123" * 4,
    "PyPI": "pypi-" + "AgEIcHlwaS5vcmc" * 3,
    "OpenAI": "sk-" + "proj-" + "abcd1234" * 5,
    "Kaggle": '{"username": "ada", "key": "' + "0123456789abcdef" * 2 + '"}',
    "Canvas": "1234~" + "abcdEFGH1234" * 6,
    "web token": "eyJhbGciOiJIUzI1" + ".eyJzdWIiOiIxMjM0" + ".c2lnbmF0dXJlLi4u",
    "password": "https://ada:" + "s3cret" + "@git.example.org/course.git",
}
SOLUTION = "return image @ np.array([0.299, 0.587, 0.114])"
PLANTS = {
    "solution": (Kind.SOLUTION, SOLUTION),
    "solution under another name": (Kind.SOLUTION, "EXPECTED = image @ np.array([0.299, 0.587, 0.114])"),
    "solution, spaced otherwise": (Kind.SOLUTION, "return image@np.array( [0.299,0.587 , 0.114] )"),
    "solution, formatted": (Kind.SOLUTION, "return image @ np.array(\n    [\n  0.299,\n  0.587,\n  0.114,\n    ]\n)"),
    "solution, continued": (Kind.SOLUTION, "return image @ \\\n    np.array([0.299, 0.587, 0.114])"),
    "solution, broken": (Kind.SOLUTION, "return image @ np.array([\n        0.299,\n        0.587, 0.114])"),
    "alternate": (Kind.SOLUTION, "return 0.299 * red + 0.587 * green + 0.114 * blue"),
    "mutant": (Kind.SOLUTION, "return np.stack([row @ np.array([0.299, 0.587, 0.114]) for row in image])"),
    "short lines together": (Kind.SOLUTION, "weight = a * image\n    shift = b - weight\n    return shift / total"),
    "name of a hidden check": (Kind.HIDDEN_CHECK, "see test_matches_the_definition"),
    "hint": (Kind.HIDDEN_CHECK, "Try an image that is wider than tall, and one without a white pixel."),
    "line of a hidden check": (Kind.HIDDEN_CHECK, "expected[y, x] = (299 * red + 587 * green + 114 * blue) / 1000"),
    "cases": (Kind.HIDDEN_CHECK, "return [rng.random((4, 7, 3)), 0.3 * rng.random((6, 5, 3))]"),
    "secret": (Kind.HIDDEN_DATA, SECRET),
    "secret in capitals": (Kind.HIDDEN_DATA, SECRET.upper()),
    "secret as hex": (Kind.HIDDEN_DATA, SECRET.encode().hex()),
    "secret as base64": (Kind.HIDDEN_DATA, base64.b64encode(SECRET.encode()).decode()),
    "secret bytes as base64": (Kind.HIDDEN_DATA, base64.urlsafe_b64encode(bytes.fromhex(SECRET)).decode()),
    "seed of a hidden split": (Kind.HIDDEN_DATA, hidden_seed(SECRET.encode(), "scenes")),
    "number of a student": (Kind.STUDENTS, "30412345"),
    "address of a student": (Kind.STUDENTS, "write to ada.l@students.example.edu"),
    "comment of assignment.toml": (Kind.COMMENT, REMARK),
    "home on Linux": (Kind.MACHINE, "/home/ada/course/data"),
    "home on macOS": (Kind.MACHINE, "/Users/ada/course/data"),
    "home on Windows": (Kind.MACHINE, r"C:\Users\ada\course"),
    "login": (Kind.MACHINE, f"ask {LOGIN} about it"),
    **{name: (Kind.TOKEN, token) for name, token in TOKENS.items()},
}
BESIDES = f"\n{SOLUTION}\n".encode()
SHORT = '''"""Short lines."""


def to_grey(image):
    weight = a * image
    shift = b - weight
    return shift / total
'''


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    from ..conftest import write_course

    workspace = write_course(tmp_path_factory.mktemp("leaks") / "of a course")
    short = workspace.reference / "alternates" / "short" / "grey.py"
    short.parent.mkdir()
    short.write_text(SHORT, encoding="utf-8")
    return workspace


@pytest.fixture(scope="module")
def handout(course):
    return build_handout(course)


@pytest.fixture(scope="module")
def private(course, handout):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(getpass, "getuser", lambda: LOGIN)
        return private_of(course, [handout["grey.py"].decode()])


def kinds(files, private):
    return {leak.kind for leak in leaks_in(files, private)}


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.__name__)
@pytest.mark.parametrize(("kind", "text"), PLANTS.values(), ids=PLANTS)
def test_each_kind_is_found_in_each_carrier(private, carrier, kind, text):
    found = leaks_in(carrier(text), private)
    assert kind in {leak.kind for leak in found}
    assert all(SECRET not in str(leak) and SECRET.upper() not in str(leak) for leak in found)


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.__name__)
def test_what_students_may_have_is_found_in_no_carrier(private, handout, carrier):
    allowed = {Kind.OUTPUT} if carrier in (planting.as_output, planting.as_image) else set()
    for text in ("image = np.zeros((4, 7, 3))", "See the README", handout["test_public_grey.py"].decode()):
        assert kinds(carrier(text), private) <= allowed


def test_the_path_of_the_course_is_found(private, course):
    root = course.exam.parents[1]
    for carrier in CARRIERS:
        assert Kind.MACHINE in kinds(carrier(f"{root}/data"), private)


def test_the_secret_is_found_as_bytes(private):
    assert kinds({"a.bin": b"\0\xff" + bytes.fromhex(SECRET) + b"\0"}, private) == {Kind.HIDDEN_DATA}


def test_the_secret_is_found_however_it_is_broken_into_lines(private):
    broken = "\n".join(SECRET[at : at + 10] for at in range(0, len(SECRET), 10))
    assert Kind.HIDDEN_DATA in kinds({"a.md": broken.encode()}, private)


def test_whole_files_are_found_under_other_names(private, course):
    weights = {"a.dat": (course.exam / "test_hidden_grey.py").read_bytes()}
    assert any(leak.told == "the file tests/grey/test_hidden_grey.py" for leak in leaks_in(weights, private))
    assert Kind.HIDDEN_CHECK in kinds({"grey/test_hidden_grey.py": b""}, private)
    assert Kind.HIDDEN_CHECK in kinds({"a.zip": packed("x/Test_Hidden_grey.py", b"")}, private)


@pytest.mark.parametrize(
    "text",
    [
        "sid;email;due\n30412345;ada.l@students.example.edu;2099-03-10 23:59\n",
        "email\tsid\tdue\nada.l@students.example.edu\t30412345\t2099-03-10 23:59\n",
        'email,sid,due\n"ada.l@students.example.edu","30412345",2099-03-10 23:59\n',
    ],
    ids=["semicolons", "tabs", "another order"],
)
def test_students_are_found_however_a_spreadsheet_writes_their_extensions(tmp_path, text):
    workspace = write_course(tmp_path / "vision")
    (workspace.secret.parent / "grey/extensions.csv").write_text(text, encoding="ascii")
    private = private_of(workspace, [])
    for name in ("number of a student", "address of a student"):
        kind, planted = PLANTS[name]
        assert kinds({"a.md": planted.encode()}, private) == {kind}


def test_files_that_stay_with_staff_are_found_by_their_names(private):
    assert kinds({"grey/extensions.csv": b""}, private) == {Kind.STUDENTS}
    assert kinds({"a.zip": packed("assignments/course.secret", b"of another course")}, private) == {Kind.HIDDEN_DATA}


NAMES = {
    f"{SECRET}.md": Kind.HIDDEN_DATA,
    f"notes of {LOGIN}.md": Kind.MACHINE,
    "30412345.md": Kind.STUDENTS,
    "test_hidden_grey.py": Kind.HIDDEN_CHECK,
}


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_what_stands_in_the_name_of_a_file_is_found(private, name, kind):
    zipped_alone = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=zipped_alone, mtime=0) as stream:
        stream.write(b"About images.")
    for files in ({f"x/{name}": b""}, {"a.zip": packed(f"x/{name}", b"")}, {"a.gz": zipped_alone.getvalue()}):
        assert {(leak.kind, leak.place) for leak in leaks_in(files, private)} == {(kind, "name")}


def test_images_of_a_hidden_split_are_found(course, tmp_path):
    root = course.exam.parents[1]
    folder = root / "datasets" / "photos"
    (folder / "hidden" / "images").mkdir(parents=True)
    (folder / "hidden" / "images" / "1.png").write_bytes(b"\x89PNG a hidden image")
    (folder / "dataset.toml").write_text(
        'name = "photos"\ntitle = "P"\nkind = "folders"\nsource = "us"\nlicence = "CC0"\n'
        'classes = [{ name = "a", colour = "#000000" }, { name = "b", colour = "#ffffff" }]\n'
        '[splits.hidden]\nimages = "hidden/images"\nlabels = "hidden/labels"\n',
        encoding="utf-8",
    )
    try:
        private = private_of(open_assignment("grey", root), [])
        found = leaks_in({"a.zip": packed("b/renamed.png", b"\x89PNG a hidden image")}, private)
    finally:
        (folder / "dataset.toml").unlink()
    assert [leak.kind for leak in found] == [Kind.HIDDEN_DATA]
    assert found[0].told == "the file datasets/photos/hidden/images/1.png"


NOTEBOOKS = {
    "output": (Kind.OUTPUT, notebook(outputs=[nbformat.v4.new_output("stream", text="1\n")]), "cell 2"),
    "count": (Kind.OUTPUT, notebook(count=3), "cell 2"),
    "author": (Kind.METADATA, notebook(metadata={"authors": [{"name": "A. Lovelace"}]}), "metadata"),
    "kernel": (
        Kind.METADATA,
        notebook(metadata={"kernelspec": {"name": "course-env", "display_name": "x"}}),
        "metadata",
    ),
    "path": (Kind.METADATA, notebook(metadata={"kernelspec": {"name": "python3", "path": "venv"}}), "metadata"),
    "version": (
        Kind.METADATA,
        notebook(metadata={"language_info": {"name": "python", "version": "3.11.7"}}),
        "metadata",
    ),
    "widgets": (Kind.METADATA, notebook(metadata={"widgets": {}}), "metadata"),
    "times of cells": (Kind.METADATA, notebook(cell_metadata={"ExecuteTime": {"start_time": "2026"}}), "cell 2"),
}


@pytest.mark.parametrize(("kind", "data", "place"), NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_what_a_notebook_must_not_have_is_found_wherever_it_lies(private, kind, data, place):
    carriers = {
        "grey.ipynb": data,
        "a.zip": packed("grey.ipynb", data),
        "b.zip": packed("c.zip", packed("grey.ipynb", data)),
        "d.whl": packed("autograder/data/grey.ipynb", data),
    }
    for name, content in carriers.items():
        (found,) = leaks_in({name: content}, private)
        assert (found.kind, found.place) == (kind, place)


LITTER = [
    ".git/config", "a/.git/HEAD", "__pycache__/x.cpython-311.pyc", "grey.pyc", "grey.py~", ".grey.py.swp", "#grey.py#",
    ".ipynb_checkpoints/grey-checkpoint.ipynb", ".DS_Store", "__MACOSX/._grey.py", "grey.py.orig", ".env",
    ".ssh/id_rsa",
]  # fmt: skip


@pytest.mark.parametrize("name", LITTER)
def test_litter_is_found_by_its_name(private, name):
    for files in ({name: b""}, {"a.zip": packed(name, b"")}, {"b.whl": packed("x.zip", packed(name, b""))}):
        assert kinds(files, private) == {Kind.LITTER}


def extra():
    info = zipfile.ZipInfo("a.py", (1980, 1, 1, 0, 0, 0))
    info.extra = b"UT\x05\x00\x01\x00\x00\x00\x00"
    return info


def commented():
    info = zipfile.ZipInfo("a.py", (1980, 1, 1, 0, 0, 0))
    info.comment = b"made by hand"
    return info


def test_what_a_tar_says_of_its_files_is_found(private):
    """As ``tar`` makes it: with whoever made it as the owner."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("a/.git/config")
        info.uname = "ada"
        archive.addfile(info, io.BytesIO(b""))
        archive.addfile(tarfile.TarInfo("../up.py"), io.BytesIO(b""))
    for files in ({"a.tar": stream.getvalue()}, {"b.tgz": gzip.compress(stream.getvalue())}):
        found = leaks_in(files, private)
        assert {leak.kind for leak in found} == {Kind.LITTER, Kind.MACHINE, Kind.ARCHIVE}
        assert "the owner 'ada'" in {leak.told for leak in found}


ARCHIVES = {
    "comment": packed("a.py", b"", comment=b"by hand"),
    "comment of a file": packed("a.py", b"", info=commented()),
    "extra field": packed("a.py", b"", info=extra()),
    "something before": b"#!/bin/sh\n" + packed("a.py", b""),
    "leads out": packed("../a.py", b""),
    "absolute": packed("/etc/a.py", b""),
    "damaged": packed("a.py", b"x" * 99)[:-30].replace(b"a.py", b"b.py", 1) + packed("a.py", b"x" * 99)[-30:],
}


def between():
    """A zip with bytes between its file and its directory."""
    data = packed("a.py", b"x = 1")
    at, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    moved = struct.pack("<I", struct.unpack_from("<I", data, end + 16)[0] + len(BESIDES))
    return data[:at] + BESIDES + data[at : end + 16] + moved + data[end + 20 :]


@pytest.mark.parametrize(
    "data",
    [packed("a.py", b"") + BESIDES, between(), BESIDES + packed("a.py", b""), bz2.compress(b"a") + BESIDES,
     lzma.compress(b"a") + BESIDES],
    ids=["behind", "between", "before", "bzip2", "xz"],
)  # fmt: skip
def test_what_lies_beside_the_files_of_an_archive_is_found_and_read(private, data):
    for files in ({"a.bin": data}, {"c.zip": packed("d.zip", data)}):
        assert kinds(files, private) == {Kind.ARCHIVE, Kind.SOLUTION}


class OneWay(io.BytesIO):
    """As a pipe: nothing in it can be changed any more."""

    def tell(self):
        raise OSError


def test_archives_as_other_tools_make_them_have_nothing_beside(private):
    stream = io.BytesIO()
    np.savez_compressed(stream, images=np.zeros((4, 4, 3)), labels=np.arange(4))
    unseekable = OneWay()
    with zipfile.ZipFile(unseekable, "w", zipfile.ZIP_DEFLATED) as archive:  # sizes behind the content
        archive.writestr(zipfile.ZipInfo("a.py"), "x = 1")
        archive.writestr(zipfile.ZipInfo("b.py"), "y = 2")
    weights = io.BytesIO()
    torch.save({"weight": torch.zeros(3, 3)}, weights)
    twice = {"a.bz2": bz2.compress(b"a") + bz2.compress(b"b"), "a.xz": lzma.compress(b"a") + lzma.compress(b"b")}
    for files in ({"a.npz": stream.getvalue()}, {"b.zip": unseekable.getvalue()}, {"c.pt": weights.getvalue()}, twice):
        assert leaks_in(files, private) == []


@pytest.mark.parametrize("data", [b"7z\xbc\xaf\x27\x1c\0\4", b"Rar!\x1a\x07\x01\0", b"\x28\xb5\x2f\xfd\0"])
def test_an_archive_that_cannot_be_looked_into_is_none_to_give(private, data):
    assert kinds({"a.bin": data}, private) == {Kind.ARCHIVE}


def test_what_docstrings_say_of_arguments_is_nobodys_secret(course):
    """Ours and an instructor's may say the same of the same things."""
    said = "        size: rows and columns of the image, in pixels."
    oracle = f'def f(size):\n    """Grey.\n\n    Args:\n{said}\n    """\n'
    (course.exam / "oracle.py").write_text(oracle, encoding="utf-8")
    try:
        assert leaks_in({"data.py": said.encode()}, private_of(course, [])) == []
    finally:
        (course.exam / "oracle.py").unlink()


@pytest.mark.parametrize("data", ARCHIVES.values(), ids=ARCHIVES)
def test_what_is_odd_about_an_archive_is_found(private, data):
    for files in ({"a.zip": data}, {"b.whl": data}, {"c.zip": packed("d.zip", data)}):
        assert kinds(files, private) == {Kind.ARCHIVE}


def test_what_cannot_be_looked_into_is_no_clean_sheet(private):
    data = packed("a.py", b"")
    for number in range(12):
        data = packed(f"{number}.zip", data)
    assert kinds({"a.zip": data}, private) == {Kind.ARCHIVE}
    assert kinds({"a.gz": b"\x1f\x8b\x08 no gzip at all"}, private) == {Kind.ARCHIVE}


def test_a_comment_is_read_too(private):
    data = packed("a.py", b"", comment=f"by {LOGIN}".encode())
    assert kinds({"a.zip": data}, private) == {Kind.ARCHIVE, Kind.MACHINE}


def test_a_finding_says_where_and_what_to_do(private):
    inner = notebook(source=f"import numpy as np\n\n{SOLUTION}")
    (found,) = [leak for leak in leaks_in({"h.zip": packed("grey.ipynb", inner)}, private) if "cell" in leak.place]
    assert (found.file, found.place) == ("h.zip!grey.ipynb", "cell 2, line 3")
    assert found.told == "image@np.array([0.299,0.587,0.114]) (solutions/grey/grey.py:24)"
    assert str(found) == f"{found.file}, {found.place}: solution: {found.told}"
    assert "markers of the reference" in found.kind.mend
    assert all(kind.mend.endswith(".") for kind in Kind)


def test_lines_that_the_instructor_calls_harmless_are_no_leaks(course, handout):
    path = course.reference / "not_secret.txt"
    path.write_text(f"{SOLUTION}\n", encoding="utf-8")
    try:
        private = private_of(course, [handout["grey.py"].decode()])
    finally:
        path.unlink()
    assert leaks_in(planting.as_py(SOLUTION), private) == []
    assert leaks_in(planting.as_py(PLANTS["alternate"][1]), private) != []


def test_an_ordinary_word_is_nobodys_login(course, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "image")
    assert leaks_in({"a.md": b"an image"}, private_of(course, [])) == []


def test_a_login_that_is_no_word_is_found(course, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "ada.lovelace")
    monkeypatch.setattr(socket, "gethostname", lambda: "gpu-1")  # n_gpu-1 is code
    private = private_of(course, [])
    assert [leak.told for leak in leaks_in({"a.md": b"by ada.lovelace"}, private)] == ["the name 'ada.lovelace'"]
    assert leaks_in({"a.py": b"last = n_gpu - 1"}, private) == []


def test_a_course_without_a_secret_gets_none_by_being_looked_at(course):
    path, text = course.secret, course.secret.read_text(encoding="utf-8")
    path.unlink()
    try:
        assert leaks_in({"a.md": b"An image."}, private_of(course, [])) == []
        assert not path.exists()
    finally:
        path.write_text(text, encoding="utf-8")


def test_the_whole_handout_of_a_new_assignment_is_clean(private, handout, wheel):
    assert leaks_in({**handout, "grey-handout.zip": zipped(handout, folder="grey"), wheel[0]: wheel[1]}, private) == []


@pytest.mark.parametrize("name", ["conv", "segmentation", "keypoints"])
def test_the_handouts_of_this_course_are_clean(name, wheel):
    workspace = open_assignment(name, ROOT)
    files = build_handout(workspace)
    private = private_of(workspace, [files[file].decode() for file in workspace.assignment.files])
    assert leaks_in({**files, "a.zip": zipped(files, folder=name), wheel[0]: wheel[1]}, private) == []
    reference = (workspace.reference / workspace.assignment.files[0]).read_bytes()
    digest = hashlib.sha256(reference).hexdigest()
    assert private.files[digest].kind is Kind.SOLUTION
    assert len({leak.place for leak in leaks_in({"x.py": reference}, private)}) > 5  # the same eyes see what is there


@pytest.mark.parametrize("remark", ["# easy", "# last year"])
def test_no_toml_of_students_has_a_remark_however_short(private, remark):
    found = leaks_in({"grey-handout/course.toml": f'name = "#"  {remark}\n'.encode()}, private)
    assert [str(leak) for leak in found] == [f"grey-handout/course.toml, line 1: comment for staff: {remark[2:]}"]


def test_a_remark_that_is_set_beside_it_is_no_leak(course):
    """Such as the template's policy, which an instructor left as a comment below the one that holds."""
    toml = course.secret.parent / course.assignment.name / "assignment.toml"
    before, line = (
        toml.read_text(encoding="utf-8"),
        'own = [{ after = "24 h", keep = 0.85, cap = 9 }, { after = "48 h", keep = 0.7 }]',
    )
    try:
        toml.write_text(f"{before}\n# {line}\n", encoding="utf-8")
        assert [leak.kind for leak in leaks_in({"a.md": line.encode()}, private_of(course, []))] == [Kind.COMMENT]
        toml.write_text(f"{before}\n{line}\n# {line}\n", encoding="utf-8")
        assert leaks_in({"a.md": line.encode()}, private_of(course, [])) == []
    finally:
        toml.write_text(before, encoding="utf-8")
