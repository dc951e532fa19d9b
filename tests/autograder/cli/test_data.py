"""``autograder data``: make, fetch, show."""

import hashlib
import io
import shutil
import tarfile
from pathlib import Path

import pytest
import torch
from PIL import Image
from typer.testing import CliRunner

from autograder.cli import app
from autograder.data import cats
from autograder.data.catalogue import find_set
from autograder.data.scenes import make
from autograder.data.splits import hidden_seed

from ..serving import serving


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A function that runs the command in this process, which is quicker, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, ["data", *map(str, arguments)])


SCENES = Path(__file__).parents[3] / "datasets" / "scenes"
CATS = SCENES.parent / "cat-faces"
FETCHED = """
name = "toys"
title = "Toys"
kind = "folders"
source = "here"
licence = "CC0-1.0"
[[classes]]
name = "floor"
colour = "#204060"
[[classes]]
name = "ball"
colour = "#c02020"
[[downloads]]
url = "{url}"
size = {size}
md5 = "{md5}"
makes = "toys"
[splits.train]
images = "toys/images"
labels = "toys/labels"
"""


def test_made_sets_are_read_back_and_shown(tmp_path, here):
    made = here("make", SCENES, "--out", "out", "--count", 3)
    assert made.exit_code == 0, made.output
    assert "out: 3 train, 3 val" in made.output
    found = find_set("out", tmp_path)
    assert [item.name for item in found.split("val")] == ["00000", "00001", "00002"]
    assert (found.split("val")[2].image == make(3, "val")[2].image).all()
    shown = here("show", "out", "--out", "sheet.png", "--count", 2)
    assert shown.exit_code == 0, shown.output
    assert "person" in shown.output
    assert Image.open(tmp_path / "sheet.png").width > 300


def test_made_keypoints_are_read_back_and_shown(tmp_path, here):
    made = here("make", CATS, "--out", "out", "--count", 3)
    assert made.exit_code == 0, made.output
    assert "out: 3 train, 3 val" in made.output
    found = find_set("out", tmp_path)
    cat, drawn = found.split("val")[2], cats.make(3, "val")[2]
    assert torch.equal(cat.image, drawn.image)
    assert torch.equal(cat.points_px[cat.visible], drawn.points_px[drawn.visible])
    shown = here("show", "out", "--out", "sheet.png", "--count", 2)
    assert shown.exit_code == 0, shown.output
    visible = torch.stack([item.visible for item in found.split("train")]).float().mean(0).tolist()
    for name, share in zip(cats.KEYPOINTS, visible, strict=True):
        assert f"{share:7.2%}  {name}" in shown.output
    assert Image.open(tmp_path / "sheet.png").width > 300


@pytest.mark.parametrize(("count", "told"), [(3, "all 3 images"), (1, "its only image"), (201, "101 of 201 images")])
def test_the_title_of_a_sheet_says_how_many_images_were_counted(monkeypatch, here, count, told):
    captions = []

    def watched(description, shown, shares, caption):
        captions.append(caption)
        return Image.new("RGB", (8, 8))

    monkeypatch.setattr("autograder.data.points_sheet.points_sheet", watched)
    here("make", CATS, "--out", "out", "--count", count, "--split", "val")
    assert here("show", "./out", "--out", "sheet.png").exit_code == 0
    assert captions == [f"val, how often each is visible in {told}"]


def test_a_folder_in_use_is_not_touched(tmp_path, here):
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "mine").touch()
    made = here("make", SCENES, "--count", 1)
    assert made.exit_code == 2
    assert "scenes exists already, and nothing is overwritten; name a new folder with --out" in made.output


@pytest.mark.parametrize("name", ["scenes", "cat-faces"])
def test_a_set_is_made_again_beside_what_was_made_of_it(tmp_path, here, name):
    shutil.copytree(SCENES.parent / name, tmp_path / "datasets" / name)
    for made in (here("make", name, "--count", 1), here("make", name, "--count", 2, "--out", "more")):
        assert made.exit_code == 0, made.output
    refused = here("make", name)
    assert refused.exit_code == 2
    assert f"{name} exists already, and nothing is overwritten" in refused.output
    assert "2 train, 2 val" not in refused.output
    shown = here("show", f"./{name}", "--out", "sheet.png")
    assert shown.exit_code == 0, shown.output


def test_the_commands_that_are_shown_work_one_after_the_other(tmp_path, here):
    shutil.copytree(SCENES.parent / "scenes", tmp_path / "datasets" / "scenes")
    shutil.copytree(CATS, tmp_path / "datasets" / "cat-faces")
    text = (SCENES.parents[1] / "docs" / "data.md").read_text(encoding="utf-8")
    commands = [line.split("#")[0].split()[2:] for line in text.splitlines() if line.startswith("autograder data ")][:4]
    assert [words[0] for words in commands] == ["make", "make", "show", "make"]
    for words in commands:
        done = here(*words, "--count", 1)
        assert done.exit_code == 0, done.output


def test_the_hidden_split_needs_a_course(tmp_path, here):
    made = here("make", SCENES, "--split", "hidden", "--count", 1, "--out", "out")
    assert made.exit_code == 2
    assert "no course here" in made.output
    assert not (tmp_path / "out").exists()


def test_the_hidden_split_follows_from_the_courses_secret(tmp_path, course, here):
    course()
    secret = tmp_path / "assignments" / "course.secret"
    secret.write_text("a secret of some length", encoding="utf-8")
    made = here("make", SCENES, "--split", "hidden", "--count", 1, "--out", "out")
    assert made.exit_code == 0, made.output
    expected = make(1, hidden_seed(b"a secret of some length", "scenes"))[0]
    assert (find_set("out", tmp_path).split("hidden")[0].labels == expected.labels).all()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("make", "scene"), "there is no data set 'scene'"),
        (("make", SCENES, "--split", "test"), "has no split 'test'; expected one of train, val, hidden"),
        (("make", SCENES.parent / "camvid"), "camvid is not drawn: it comes from http"),
        (("fetch", SCENES.parent / "camvid", "--root", "x"), "camvid has nothing to download; it comes from: http"),
        (("make", SCENES.parent / "celeba"), "celeba is not drawn: it comes from http"),
        (
            ("fetch", SCENES.parent / "celeba", "--root", "x"),
            "celeba may not be fetched by a program. Agree to its terms",
        ),
        (
            ("fetch", SCENES.parent / "kaggle-faces", "--root", "x"),
            "kaggle-faces may not be fetched by a program. Accept",
        ),
        (("show", SCENES.parent / "celeba", "--root", "x"), "x: expected CelebA, five landmarks (train)"),
        (("show", SCENES.parent / "kaggle-faces", "--root", "x"), "x/training.csv: no such file"),
        (("show", SCENES.parent / "faces-68", "--root", "x"), "x/train/images: no such folder"),
        (("show", SCENES.parent / "camvid"), "camvid/train/images: no such folder"),
        (
            ("show", SCENES.parent / "pascal-voc", "--root", "x"),
            "x: expected Pascal VOC 2012 (train), found no",
        ),
        (("show", SCENES, "--split", "val", "--out", "sheet.xyz"), "sheet.xyz: expected the name of a picture"),
    ],
)
def test_mistakes_are_told_without_a_traceback(tmp_path, here, arguments, told):
    result = here(*arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert isinstance(result.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []


def test_a_set_is_fetched_after_its_size_was_told(tmp_path, here, monkeypatch):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for kind in ("images", "labels"):
            picture = io.BytesIO()
            Image.new("L", (8, 8), 1).save(picture, "PNG")
            entry = tarfile.TarInfo(f"toys/{kind}/a.png")
            entry.size = len(picture.getvalue())
            tar.addfile(entry, io.BytesIO(picture.getvalue()))
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "toys.tar").write_bytes(packed.getvalue())
    monkeypatch.setenv("no_proxy", "*")
    with serving(tmp_path / "net") as address:
        fetch_in(tmp_path, here, f"{address}/toys.tar", packed.getvalue())


def fetch_in(tmp_path, here, url, data):
    md5 = hashlib.md5(data).hexdigest()
    text = FETCHED.format(url=url, size=len(data), md5=md5)
    (tmp_path / "dataset.toml").write_text(text, encoding="utf-8")
    refused = here("fetch", ".", "--root", "data")  # nobody answers
    assert refused.exit_code == 1
    assert "10 kB  http:" in refused.output
    assert not (tmp_path / "data").exists()
    fetched = here("fetch", ".", "--root", "data", "--yes")
    assert fetched.exit_code == 0, fetched.output
    assert len(find_set(".", tmp_path).split("train", root=tmp_path / "data")) == 1
    again = here("fetch", ".", "--root", "data")
    assert "toys is there already" in again.output
