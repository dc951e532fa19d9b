"""Finding sets by name, and opening their splits; the hidden one only with the course's secret."""

from pathlib import Path

import pytest

from autograder.authoring.handout import build_handout
from autograder.data import cats
from autograder.data.catalogue import find_set, find_split, public_splits
from autograder.data.scenes import Scenes, make
from autograder.data.splits import hidden_seed
from autograder.errors import ConfigError, DataError
from autograder.workspace import open_assignment

from .conftest import same

ROOT = Path(__file__).parents[3]
SECRET = b"a secret of some length"


@pytest.fixture
def scenes():
    return find_set("scenes", ROOT)


def test_a_set_is_found_by_name_from_any_folder_below(scenes):
    assert find_set("scenes", ROOT / "autograder" / "data") == scenes
    assert scenes.folder == ROOT / "datasets" / "scenes"


def test_a_folder_with_a_description_is_a_set_too(tmp_path, scenes):
    (tmp_path / "mine").mkdir()
    text = (scenes.folder / "dataset.toml").read_text(encoding="utf-8")
    (tmp_path / "mine" / "dataset.toml").write_text(text, encoding="utf-8")
    assert find_set("mine", tmp_path).folder == tmp_path / "mine"
    assert find_set(str(tmp_path / "mine"), ROOT).folder == tmp_path / "mine"
    assert find_set(".", tmp_path / "mine").folder == tmp_path / "mine"


def test_a_name_means_the_set_in_datasets_and_a_path_the_folder(tmp_path, scenes):
    text = (scenes.folder / "dataset.toml").read_text(encoding="utf-8")
    for folder in (tmp_path / "datasets" / "scenes", tmp_path / "scenes"):
        folder.mkdir(parents=True)
        (folder / "dataset.toml").write_text(text, encoding="utf-8")
    assert find_set("scenes", tmp_path).folder == tmp_path / "datasets" / "scenes"
    assert find_set("scenes", tmp_path / "scenes").folder == tmp_path / "datasets" / "scenes"
    for path in ("./scenes", "scenes/", str(tmp_path / "scenes")):
        assert find_set(path, tmp_path).folder == tmp_path / "scenes"
    (tmp_path / "scenes" / "dataset.toml").unlink()
    with pytest.raises(ConfigError, match=r"no data set './scenes'"):
        find_set("./scenes", tmp_path)


def test_a_name_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"no data set 'scene'; did you mean 'scenes'\?"):
        find_set("scene", ROOT)
    with pytest.raises(ConfigError, match="no data set 'xyz'; datasets/ here has: camvid, "):
        find_set("xyz", ROOT)
    with pytest.raises(ConfigError, match="nor a folder above it has datasets/"):
        find_set("scenes", tmp_path)
    with pytest.raises(ConfigError, match="; cat-faces is in datasets/ of the repository of autograder, and in hand"):
        find_set("cat-faces", tmp_path)


def test_a_split_that_is_not_there_is_told(scenes):
    with pytest.raises(ConfigError, match="scenes has no split 'test'; expected one of train, val, hidden"):
        find_split(scenes.description, "test")


def test_public_splits_are_drawn_from_the_seeds_that_are_written(scenes):
    assert public_splits(scenes.description) == ("train", "val")
    found = scenes.split("val")
    assert len(found) == 300
    assert same(found[299], make(300, "val")[299])


@pytest.mark.parametrize("secret", [None, b""])
def test_the_hidden_split_is_not_drawn_without_the_secret(scenes, secret):
    with pytest.raises(ConfigError, match="the split 'hidden' follows from the course secret, and there is none"):
        scenes.split("hidden", secret=secret)


def test_the_hidden_split_follows_from_the_secret(scenes):
    found = scenes.split("hidden", secret=SECRET)
    assert isinstance(found, Scenes)
    assert same(found[0], make(1, hidden_seed(SECRET, "scenes"))[0])
    others = [scenes.split("hidden", secret=b"another secret")[0], scenes.split("train")[0], scenes.split("val")[0]]
    assert not any(same(found[0], other) for other in others)


def test_no_handout_can_draw_the_hidden_split():
    for path in sorted(ROOT.glob("assignments/*/assignment.toml")):
        files = build_handout(open_assignment(path.parent.name, ROOT))
        assert not any(b"hidden_seed" in data or b"course.secret" in data for data in files.values())


def test_scenes_with_other_classes_than_are_drawn_are_refused(tmp_path, scenes):
    text = (scenes.folder / "dataset.toml").read_text(encoding="utf-8").replace('"person"', '"pole"')
    (tmp_path / "dataset.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"classes: expected sky, .* person, as they are drawn, found sky, .* pole"):
        find_set(".", tmp_path)


def test_cats_are_drawn_from_the_seeds_that_are_written_and_from_the_secret():
    found = find_set("cat-faces", ROOT)
    assert public_splits(found.description) == ("train", "val")
    assert same(found.split("val")[299], cats.make(300, "val")[299])
    hidden = found.split("hidden", secret=SECRET)
    assert len(hidden) == 300
    assert same(hidden[0], cats.make(1, hidden_seed(SECRET, "cat-faces"))[0])
    with pytest.raises(ConfigError, match="the split 'hidden' follows from the course secret, and there is none"):
        found.split("hidden")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "nose"', 'name = "chin"', r"keypoints: expected left_ear, .* nose, as they are drawn, found .* chin"),
        (
            'mirror = "right_ear"',
            "",
            r"mirrors: expected left_ear with right_ear, .*, as they are drawn, found left_eye with right_eye",
        ),
    ],
)
def test_cats_with_other_keypoints_than_are_drawn_are_refused(tmp_path, old, new, told):
    text = (find_set("cat-faces", ROOT).folder / "dataset.toml").read_text(encoding="utf-8")
    text = text.replace(old, new).replace("" if new else 'mirror = "left_ear"', "")
    (tmp_path / "dataset.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        find_set(".", tmp_path)
