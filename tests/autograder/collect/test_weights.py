"""Weights of a network: found where sources are, bounded, copied without being looked into."""

import hashlib
import os
import pickle
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.collect import WeightsDigests, WeightsStore, collect, collect_one
from autograder.collect.weights import weights_in
from autograder.networks import Network

from .making import GOOD, damage, make_export, make_folder, make_zip, member

FILES = ("network.py",)
NETWORK = Network(
    name="net", task="segmentation", weights=("network.safetensors", "network.pt"), weights_mb=1 / 64
)  # 16 KiB
POINTS = Network(name="dots", task="points", weights=("dots.pt",), weights_mb=1 / 32)
BUDGET = 1 << 14
DATA = os.urandom(5000)
OTHER = os.urandom(5001)


@pytest.fixture
def store():
    with WeightsStore([NETWORK]) as store:
        yield store


def bytes_of(found, network="net"):
    weights = found.weights[network]
    assert weights.size == weights.path.stat().st_size
    data = weights.path.read_bytes()
    assert weights.sha256 == hashlib.sha256(data).hexdigest()
    return data


FORMS = {
    "folder": lambda path, files: make_folder(path / "ada", files),
    "zip": lambda path, files: make_zip(path / "ada.zip", files),
    "zip in a folder": lambda path, files: make_zip(make_folder(path / "ada", {}) / "hw.zip", files).parent,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", NETWORK.weights)
@pytest.mark.parametrize("folder", ["", "hw2/"])
def test_weights_are_found_where_sources_are(tmp_path, store, form, name, folder):
    path = form(tmp_path, {f"{folder}network.py": GOOD, f"{folder}{name}": DATA, f"{folder}notes.txt": "x"})
    found = collect_one(path, FILES, store=store)
    assert found.weights["net"].name == name
    assert bytes_of(found) == DATA
    assert (found.no_weights, found.notes) == ({}, ())


def test_weights_come_with_exports(tmp_path, store):
    members = {f"submission_{n}/{name}": data for n, blob in ((1, DATA), (2, OTHER))
               for name, data in (("network.py", GOOD), ("network.pt", blob))}  # fmt: skip
    first, second = collect(make_export(tmp_path / "export.zip", members), FILES, store)
    assert (bytes_of(first), bytes_of(second)) == (DATA, OTHER)
    assert pickle.loads(pickle.dumps(first)) == first  # to the processes that grade


def test_digests_are_those_of_the_copies_and_copy_nothing(tmp_path, store, monkeypatch):
    path = make_folder(tmp_path / "ada", {"network.py": GOOD, "network.pt": DATA})
    copied = collect_one(path, FILES, store=store).weights["net"]
    monkeypatch.setattr("tempfile.TemporaryDirectory", None)
    with WeightsDigests([NETWORK]) as digests:
        known = collect_one(path, FILES, store=digests).weights["net"]
    assert (known.name, known.size, known.sha256) == (copied.name, copied.size, copied.sha256)


def test_copies_are_kept_where_they_are_wanted(tmp_path):
    path = make_folder(tmp_path / "ada", {"network.py": GOOD, "network.pt": DATA})
    (tmp_path / "place").mkdir()
    with WeightsStore([NETWORK], tmp_path / "place") as store:
        assert (tmp_path / "place") in collect_one(path, FILES, store=store).weights["net"].path.parents
    assert list((tmp_path / "place").iterdir()) == []


def test_the_first_wanted_name_beside_the_sources_wins(tmp_path, store):
    files = {"hw/network.py": GOOD, "hw/network.pt": DATA, "hw/network.safetensors": OTHER, "network.safetensors": b"-"}
    assert bytes_of(collect_one(make_folder(tmp_path / "ada", files), FILES, store=store)) == OTHER
    del files["hw/network.safetensors"]
    assert bytes_of(collect_one(make_folder(tmp_path / "bo", files), FILES, store=store)) == DATA


def test_weights_in_another_folder_or_under_a_copys_name_are_taken(tmp_path, store):
    files = {"hw/network.py": GOOD, "weights/network (1).pt": DATA}
    found = collect_one(make_folder(tmp_path / "ada", files), FILES, store=store)
    assert bytes_of(found) == DATA
    assert found.notes == ("weights/network (1).pt was taken as network.pt",)


def test_weights_that_are_not_there_cost_only_themselves(tmp_path, store):
    folder = make_folder(tmp_path / "ada", {"network.py": GOOD, "best.pt": DATA})
    found = collect_one(folder, FILES, store=store)
    why = "the weights of 'net' were not handed in: expected network.safetensors or network.pt, found: best.pt"
    assert (found.weights, found.no_weights, found.notes) == ({}, {"net": why}, (why,))
    assert set(found.sources) == {"network"}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_weights_above_their_budget_are_refused(tmp_path, store, form):
    path = form(tmp_path, {"network.py": GOOD, "network.pt": os.urandom(BUDGET + 1)})
    found = collect_one(path, FILES, store=store)
    assert not found.weights
    assert found.no_weights["net"] == "network.pt is too large: at most 0.015625 MiB are read"
    (tmp_path / "exact").mkdir()
    exact = form(tmp_path / "exact", {"network.py": GOOD, "network.pt": os.urandom(BUDGET)})
    assert collect_one(exact, FILES, store=store).weights["net"].size == BUDGET


def test_a_size_that_is_a_lie_does_not_help(tmp_path, store):
    """The table of contents of a zip says less than unpacks."""
    path = make_zip(tmp_path / "ada.zip", {"network.py": GOOD, "network.pt": os.urandom(20_000)})
    data = path.read_bytes()
    path.write_bytes(data.replace((20_000).to_bytes(4, "little"), (2_000).to_bytes(4, "little")))
    found = collect_one(path, FILES, store=store)
    assert not found.weights
    assert "network.pt is damaged" in found.no_weights["net"]


@pytest.mark.parametrize("make", ["folder", "zip"])
def test_a_link_is_refused(tmp_path, store, make):
    secret = tmp_path / "secret.pt"
    secret.write_bytes(DATA)
    if make == "folder":
        path = make_folder(tmp_path / "ada", {"network.py": GOOD})
        (path / "network.pt").symlink_to(secret)
    else:
        link = (member("network.pt", stat.S_IFLNK), str(secret))
        path = make_zip(tmp_path / "ada.zip", [("network.py", GOOD), link])
    found = collect_one(path, FILES, store=store)
    assert (found.weights, found.no_weights) == ({}, {"net": "network.pt is a link; hand in the file itself"})


def test_damaged_weights_are_refused_and_nothing_of_them_is_kept(tmp_path, store):
    files = {"network.py": GOOD, "network.pt": b"damage me" * 900}
    path = make_zip(tmp_path / "ada.zip", files, compression=zipfile.ZIP_STORED)
    found = collect_one(damage(path, b"damage me", b"damaged !"), FILES, store=store)
    assert found.no_weights == {"net": "network.pt is damaged and cannot be unpacked: hand it in again"}
    assert not [path for path in Path(store._folder.name).rglob("*") if path.is_file()]
    assert set(found.sources) == {"network"}


def test_copies_are_private_and_go_when_their_hand_in_is_graded(tmp_path):
    with WeightsStore([NETWORK]) as store:
        folders = [make_folder(tmp_path / name, {"network.py": GOOD, "network.pt": DATA}) for name in ("ada", "bo")]
        ada, bo = (collect_one(folder, FILES, store=store).weights["net"].path for folder in folders)
        assert ada != tmp_path / "ada" / "network.pt"
        assert ada.parents[1].stat().st_mode & 0o077 == 0
        store.forget("ada")
        assert (ada.exists(), bo.exists()) == (False, True)
    assert not bo.exists()
    assert (tmp_path / "ada" / "network.pt").exists()


def test_nothing_is_looked_for_where_no_network_is_wanted(tmp_path):
    folder = make_folder(tmp_path / "ada", {"network.py": GOOD, "network.pt": DATA})
    for store in (None, WeightsStore([])):
        found = collect_one(folder, FILES, store=store)
        assert (found.weights, found.no_weights, found.notes) == ({}, {}, ())


def test_our_own_weights_are_read_where_they_lie(tmp_path):
    folder = make_folder(tmp_path / "solutions", {"network.pt": DATA})
    weights = weights_in(folder, [NETWORK, POINTS])["net"]
    assert (weights.path, weights.size) == (folder / "network.pt", 5000)
    assert weights_in(tmp_path, [NETWORK]) == weights_in(folder, []) == weights_in(folder, [POINTS]) == {}


def test_each_network_has_its_own_weights_and_budget(tmp_path):
    files = {"network.py": GOOD, "network.pt": DATA, "dots.pt": os.urandom(BUDGET + 1)}
    with WeightsStore([NETWORK, POINTS]) as store:
        found = collect_one(make_folder(tmp_path / "ada", files), FILES, store=store)
        assert (bytes_of(found), bytes_of(found, "dots")) == (DATA, files["dots.pt"])
        assert (found.no_weights, found.notes) == ({}, ())


def test_weights_of_one_network_that_cannot_be_taken_cost_no_other(tmp_path):
    """Those that are refused come last: what was kept before them stays."""
    files = {"network.py": GOOD, "network.pt": DATA, "dots.pt": os.urandom(2 * BUDGET + 1)}
    with WeightsStore([NETWORK, POINTS]) as store:
        found = collect_one(make_folder(tmp_path / "ada", files), FILES, store=store)
        assert bytes_of(found) == DATA
        assert found.no_weights == {"dots": "dots.pt is too large: at most 0.03125 MiB are read"}
        assert set(found.weights) == {"net"}


def test_weights_of_which_there_are_several_are_named(tmp_path, store):
    files = {"hw/network.py": GOOD, "a/network.pt": DATA, "b/network.pt": OTHER}
    found = collect_one(make_folder(tmp_path / "ada", files), FILES, store=store)
    why = "expected one network.pt, found several: a/network.pt, b/network.pt"
    assert found.no_weights == {"net": why}
