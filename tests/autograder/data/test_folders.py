"""Folders of images and labels: paired by name, read when asked for; CamVid as it is passed on."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autograder.data.description import load_description
from autograder.data.folders import FolderSet
from autograder.errors import DataError

from .conftest import save

ROOT = Path(__file__).parents[3]
CAMVID = ROOT.parent / "shared" / "data" / "camvid-mini"
IMAGE, LABELS = np.zeros((4, 6, 3)), np.ones((4, 6))


@pytest.fixture
def folder(tmp_path):
    for name in ("b.JPG", "a.png", "c.Jpeg"):
        save(tmp_path / "images" / name, IMAGE)
        save(tmp_path / "labels" / f"{name[0]}.PNG", LABELS)
    return tmp_path


def opened(folder, description):
    return FolderSet(folder / "images", folder / "labels", description)


def test_files_are_paired_by_name_whatever_the_case_of_their_endings(folder, described):
    (folder / "images" / "notes.txt").write_text("no image", encoding="utf-8")
    found = opened(folder, described())
    assert [item.name for item in found] == ["a", "b", "c"]
    assert all((item.labels == 1).all() for item in found)


def test_nothing_is_read_before_it_is_asked_for(folder, described):
    (folder / "images" / "c.Jpeg").write_bytes(b"broken")
    found = opened(folder, described())
    assert found[1].name == "b"
    with pytest.raises(DataError, match=r"c\.Jpeg: expected an image"):
        found[2]


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("labels/b.PNG", r"labels: expected labels of the same name for b\.JPG, found none"),
        ("images/a.png", r"images: expected an image of the same name for a\.PNG, found none"),
    ],
)
def test_a_missing_partner_is_told(folder, described, gone, told):
    (folder / gone).unlink()
    with pytest.raises(DataError, match=told):
        opened(folder, described())


def test_of_many_missing_partners_a_few_are_named(folder, described):
    for number in range(5):
        save(folder / "images" / f"x{number}.png", IMAGE)
    with pytest.raises(DataError, match=r"x0\.png, x1\.png, x2\.png and 2 more"):
        opened(folder, described())


def test_two_images_of_one_name_are_refused(folder, described):
    save(folder / "images" / "a.jpg", IMAGE)
    with pytest.raises(DataError, match=r"a\.png: expected one file of that name, found a\.jpg too"):
        opened(folder, described())


def test_missing_and_empty_folders_are_told(tmp_path, described):
    with pytest.raises(DataError, match="images: no such folder"):
        opened(tmp_path, described())
    (tmp_path / "images").mkdir()
    with pytest.raises(DataError, match=r"images: expected images .* found none"):
        opened(tmp_path, described())


@pytest.mark.skipif(not CAMVID.is_dir(), reason="the sample of CamVid is not beside this repository")
@pytest.mark.parametrize(("split", "count"), [("train", 120), ("val", 30), ("test", 40)])
def test_camvid_is_read_as_it_is_passed_on(split, count):
    description = load_description(ROOT / "datasets" / "camvid")
    found = FolderSet(CAMVID / split / "images", CAMVID / split / "labels", description)
    assert len(found) == count
    for item in found[:: count // 4]:
        raw = np.array(Image.open(CAMVID / split / "labels" / f"{item.name}.png"))
        assert item.image.shape == (3, 180, 240)
        assert np.array_equal(item.labels.numpy(), np.where(raw == 11, 255, raw))
