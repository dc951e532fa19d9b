"""Fetching: a server on this machine stands for the net; nothing is left half done."""

import hashlib
import io
import shutil
import tarfile
from types import SimpleNamespace

import pytest

from autograder.data.fetch import fetch, gigabytes, missing
from autograder.errors import ConfigError, DataError

from ..serving import serving


@pytest.fixture
def net(tmp_path, monkeypatch):
    """A folder whose files the server gives, and the server's address."""
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "net").mkdir()
    with serving(tmp_path / "net") as address:
        yield tmp_path / "net", address


@pytest.fixture
def archive(net):
    """A tar with ``pictures/a.txt`` and something that nobody wants."""
    path = net[0] / "set.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name in ("pictures/a.txt", "unwanted.txt"):
            data = name.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path, f"{net[1]}/{path.name}"


def described_with(described, archive, **changes):
    path, url = archive
    entry = {
        "url": url,
        "size": path.stat().st_size,
        "md5": hashlib.md5(path.read_bytes()).hexdigest(),
        "into": "toys",
        "makes": "toys/pictures",
    }
    return described(downloads=[entry | changes])


def test_what_is_missing_is_fetched_once(tmp_path, archive, described):
    description, root = described_with(described, archive), tmp_path / "root"
    (wanted,) = missing(description, root)
    fetch(wanted, root)
    assert [str(path.relative_to(root)) for path in sorted(root.rglob("*"))] == [
        "toys",
        "toys/pictures",
        "toys/pictures/a.txt",
    ]
    assert missing(description, root) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"md5": "0" * 32}, "expected an archive with MD5 0000"),
        ({"makes": "toys/labels"}, "toys/labels is not in it"),
    ],
)
def test_what_is_not_as_described_is_refused(tmp_path, archive, described, changes, told):
    description, root = described_with(described, archive, **changes), tmp_path / "root"
    with pytest.raises(DataError, match=told) as caught:
        fetch(missing(description, root)[0], root)
    assert archive[1] in str(caught.value)
    assert not (root / "toys").exists()


def test_what_is_no_archive_is_told(tmp_path, net, described):
    path = net[0] / "page.tar.gz"
    path.write_text("<html>Moved</html>", encoding="utf-8")
    with pytest.raises(DataError, match="expected an archive with MD5"):
        fetch(described_with(described, (path, f"{net[1]}/{path.name}")).downloads[0], tmp_path / "root")
    assert [each.name for each in (tmp_path / "root").iterdir()] == [path.name]


def test_what_cannot_be_reached_is_told(tmp_path, archive, described):
    description = described_with(described, archive, url=archive[1].replace("set", "nowhere"))
    with pytest.raises(DataError, match=r"nowhere\.tar\.gz: cannot be reached \(File not found\)"):
        fetch(description.downloads[0], tmp_path / "root")


def test_a_set_without_downloads_says_where_it_comes_from(tmp_path, described):
    with pytest.raises(ConfigError, match="toys has nothing to download; it comes from: these tests"):
        missing(described(), tmp_path)


def test_what_no_program_may_fetch_is_told_with_what_to_do(tmp_path, described):
    with pytest.raises(ConfigError, match=r"toys may not be fetched by a program\. Ask the author\."):
        missing(described(by_hand="Ask the author."), tmp_path)


def test_a_full_disk_is_told_before_anything_is_fetched(tmp_path, archive, described, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=4_000_000_000))
    description = described_with(described, archive, size=2_000_000_000)
    with pytest.raises(DataError, match=r"expected 5\.0 GB of free space, found 4\.0 GB"):
        missing(description, tmp_path / "not" / "yet" / "there")


def test_sizes_are_told_as_disks_are_sold():
    assert [gigabytes(size) for size in (1_999_639_040, 19_173_078, 2_000)] == ["2.0 GB", "19 MB", "2 kB"]
