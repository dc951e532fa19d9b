"""``dataset.toml``: every mistake is named, and the sets of this course say what is true."""

from pathlib import Path

import pytest
from torchvision.datasets import OxfordIIITPet
from torchvision.datasets.voc import DATASET_YEAR_DICT

from autograder.data import cats
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
        ('colour = "#c02020"', 'color = "#c02020"', "unknown key 'color' in classes['ball']; did you mean 'colour'?"),
        ('"#c02020"', '"red"', "classes['ball'].colour: "),
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


POINTED = """
name = "birds"
title = "Birds"
kind = "points"
source = "here"
licence = "CC0-1.0"
[[keypoints]]
name = "left_wing"
mirror = "right_wing"
[[keypoints]]
name = "tail"
[[keypoints]]
name = "right_wing"
mirror = "left_wing"
[splits.train]
images = "i"
points = "p.csv"
"""


def test_keypoints_are_numbered_in_their_order_and_paired(tmp_path):
    found = load(tmp_path, POINTED)
    assert found.keypoint_names == ("left_wing", "tail", "right_wing")
    assert found.pairs == ((0, 2),)
    assert found.first_pixel == 0
    assert found.class_names == ()


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("[[keypoints]]", "[[keypoint]]", "unknown key 'keypoint'; did you mean 'keypoints'?"),
        ('mirror = "left_wing"', 'miror = "left_wing"', "'miror' in keypoints['right_wing']; did you mean 'mirror'?"),
        ('mirror = "left_wing"', 'mirror = "left_wind"', "no keypoint; did you mean 'left_wing'?"),
        ('mirror = "left_wing"', "", "left_wing has the mirror right_wing, whose mirror is right_wing"),
        ('mirror = "left_wing"', 'mirror = "tail"', "left_wing has the mirror right_wing, whose mirror is tail"),
        ('name = "tail"', 'name = "left_wing"', "two keypoints have the name 'left_wing'"),
        (
            'kind = "points"',
            'kind = "points"\nvoid = [3]',
            "void means nothing for a set of kind 'points'",
        ),
        ('kind = "points"', 'kind = "points"\nfirst_pixel = 0.25', "first_pixel: expected 0, 0.5 or 1, found 0.25"),
        ('kind = "points"', 'kind = "folders"', "classes: expected 2 or more for a set of kind 'folders'"),
        ('points = "p.csv"', "", "splits.train: points is missing"),
        (
            'points = "p.csv"',
            'points = "p.csv"\ntenths = [1]',
            "splits.train: tenths means nothing for",
        ),
    ],
)
def test_a_mistake_in_keypoints_is_named(tmp_path, right, wrong, told):
    assert right in POINTED
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, POINTED.replace(right, wrong))
    assert told in str(caught.value)


def test_a_set_has_classes_or_keypoints_and_not_both(tmp_path):
    classes = RIGHT[RIGHT.index("[[classes]]") : RIGHT.index("[splits")]
    with pytest.raises(ConfigError, match="classes means nothing for a set of kind 'points', which has keypoints"):
        load(tmp_path, POINTED.replace("[splits", classes + "[splits"))
    points = POINTED[POINTED.index("[[keypoints]]") : POINTED.index("[splits")]
    with pytest.raises(ConfigError, match="keypoints means nothing for a set of kind 'folders', which has classes"):
        load(tmp_path, RIGHT.replace("[splits", points + "[splits"))
    with pytest.raises(ConfigError, match="keypoints: expected 1 or more for a set of kind 'points'"):
        load(tmp_path, POINTED.replace(points, ""))


def test_tenths_are_digits(tmp_path):
    text = (DATASETS / "kaggle-faces" / DATASET_FILE).read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match=r"splits\.test\.tenths\[1\]"):
        load(tmp_path, text.replace("tenths = [9]", "tenths = [10]"))
    with pytest.raises(ConfigError, match=r"splits\.test: tenths is missing"):
        load(tmp_path, text.replace("tenths = [9]", ""))


def test_the_tenths_of_kaggles_faces_are_shared_out_once():
    splits = load_description(DATASETS / "kaggle-faces").splits.values()
    assert sorted(tenth for split in splits for tenth in split.tenths) == list(range(10))


@pytest.mark.parametrize("folder", sorted(DATASETS.iterdir()), ids=lambda path: path.name)
def test_pairs_are_involutions_of_left_and_right(folder):
    found = load_description(folder)
    names, sides = found.keypoint_names, {side for pair in found.pairs for side in pair}
    for one, other in found.pairs:
        assert {one, other} <= set(range(len(names)))
        assert names[one].replace("left", "x").replace("right", "x") == names[other].replace("left", "x").replace(
            "right", "x"
        )
    assert len(sides) == 2 * len(found.pairs)
    assert not [name for number, name in enumerate(names) if number not in sides and name.startswith(("left", "right"))]


def test_68_points_are_mirrored_as_ibug_numbers_them():
    """Counted from 1, as its figure does; the middle line of the face stays."""
    pairs = {(one + 1, other + 1) for one, other in load_description(DATASETS / "faces-68").pairs}
    jaw = {(number, 18 - number) for number in range(1, 9)}
    brows = {(number, 45 - number) for number in range(18, 23)}
    nose = {(32, 36), (33, 35)}
    eyes = {(37, 46), (38, 45), (39, 44), (40, 43), (41, 48), (42, 47)}
    mouth = {(49, 55), (50, 54), (51, 53), (56, 60), (57, 59), (61, 65), (62, 64), (66, 68)}
    assert pairs == jaw | brows | nose | eyes | mouth


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


def test_cats_are_described_as_they_are_drawn():
    found = load_description(DATASETS / "cat-faces")
    assert found.keypoint_names == cats.KEYPOINTS
    assert found.pairs == cats.PAIRS
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
