"""``dataset.toml``: every mistake is named, and the sets of this course say what is true."""

from pathlib import Path

import pytest
from torchvision.datasets import OxfordIIITPet
from torchvision.datasets.voc import DATASET_YEAR_DICT

from autograder.data.description import DATASET_FILE, load_description, rgb
from autograder.data.scenes import CLASSES
from autograder.errors import ConfigError

DATASETS = Path(__file__).parents[3] / "datasets"
RIGHT = """
name = "toys"
title = "Toys"
kind = "folders"
source = "here"
licence = "CC0-1.0"
void = [9]
[[classes]]
name = "floor"
colour = "#204060"
[[classes]]
name = "ball"
colour = "#c02020"
[splits.train]
images = "i"
labels = "l"
"""


def load(folder, text):
    (folder / DATASET_FILE).write_text(text, encoding="utf-8")
    return load_description(folder)


def test_classes_are_numbered_in_their_order(tmp_path):
    found = load(tmp_path, RIGHT)
    assert found.class_names == ("floor", "ball")
    assert found.values == (0, 1)
    assert found.palette == ((0x20, 0x40, 0x60), (0xC0, 0x20, 0x20))
    assert found.ignore == 255


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("licence =", "license =", "unknown key 'license'; did you mean 'licence'?"),
        ("images =", "image =", "unknown key 'image' in splits.train; did you mean 'images'?"),
        ('colour = "#c02020"', 'color = "#c02020"', "unknown key 'color' in classes[2]; did you mean 'colour'?"),
        ('"#c02020"', '"red"', "classes[2].colour: "),
        ('"#c02020"', '"#204060"', "two classes have the colour '#204060'"),
        ('"ball"', '"floor"', "two classes have the name 'floor'"),
        ("void = [9]", "void = [1]", "two meanings for the value 1"),
        ("void = [9]", 'void = ["#ffffff"]', "void: label files hold numbers, found '#ffffff'"),
        ("void = [9]", "ignore = 0", "ignore: "),
        ('labels = "l"', "", "splits.train: labels is missing"),
        ('labels = "l"', 'labels = "l"\nseed = "x"', "splits.train: seed means nothing for a set of kind 'folders'"),
        ('"folders"', '"folder"', "kind: "),
        ('source = "here"', "", "source is missing"),
    ],
)
def test_a_mistake_is_named(tmp_path, right, wrong, told):
    assert right in RIGHT
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, RIGHT.replace(right, wrong))
    assert told in str(caught.value)
    assert DATASET_FILE in str(caught.value)


@pytest.mark.parametrize("keys", ["", 'seed = "a"\nsecret = true'])
def test_a_drawn_split_has_either_a_seed_or_the_secret(tmp_path, keys):
    text = (DATASETS / "scenes" / DATASET_FILE).read_text(encoding="utf-8").replace("secret = true ", keys + " ")
    with pytest.raises(ConfigError, match=r"splits\.hidden: expected either a seed, which is public, or secret = true"):
        load(tmp_path, text)


@pytest.mark.parametrize("folder", sorted(DATASETS.iterdir()), ids=lambda path: path.name)
def test_every_set_of_this_course_is_described(folder):
    found = load_description(folder)
    assert found.name == folder.name
    assert found.title in (folder / "README.md").read_text(encoding="utf-8")


def test_scenes_are_described_as_they_are_drawn():
    found = load_description(DATASETS / "scenes")
    assert found.class_names == CLASSES
    assert {name for name, split in found.splits.items() if split.secret} == {"hidden"}


def test_downloads_are_those_that_torchvision_knows():
    voc, year = load_description(DATASETS / "pascal-voc").downloads, DATASET_YEAR_DICT["2012"]
    assert [(each.url, each.md5, each.makes) for each in voc] == [(year["url"], year["md5"], year["base_dir"])]
    pets = load_description(DATASETS / "oxford-pets").downloads
    assert tuple((each.url, each.md5) for each in pets) == OxfordIIITPet._RESOURCES


def test_the_colours_of_pascal_voc_are_its_own():
    """As its development kit makes them: the bits of the number, dealt to red, green and blue from the top."""
    expected = []
    for number in range(21):
        bits = f"{number:09b}"
        channels = [bits[start::3][::-1].ljust(8, "0") for start in (2, 1, 0)]
        expected.append(tuple(int(channel, 2) for channel in channels))
    assert load_description(DATASETS / "pascal-voc").palette == tuple(expected)


def test_a_colour_is_read_as_red_green_blue():
    assert rgb("#0180ff") == (1, 128, 255)
