"""Downloading a set on request: checked against its MD5, unpacked aside, then put in place."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from urllib.error import URLError
from urllib.parse import urlparse

from autograder.data.description import Description, Download
from autograder.errors import ConfigError, DataError

_ROOM = 2.5  # times the archive's size: the archive, what is in it, and some air
_FAILURES = (OSError, RuntimeError, ValueError, tarfile.TarError, zipfile.BadZipFile, EOFError)


def missing(description: Description, root: Path) -> tuple[Download, ...]:
    """What is still to be fetched.

    Raises:
        ConfigError: the set has no downloads; its description may say what to do by hand.
        DataError: there is not room enough under `root`.
    """
    if description.by_hand:
        raise ConfigError(f"{description.name} may not be fetched by a program. {description.by_hand}")
    if not description.downloads:
        raise ConfigError(f"{description.name} has nothing to download; it comes from: {description.source}")
    wanted = tuple(each for each in description.downloads if not (root / each.makes).exists())
    needed = _ROOM * sum(each.size for each in wanted)
    free = shutil.disk_usage(_nearest_folder(root)).free
    if needed > free:
        raise DataError(f"{root}: expected {gigabytes(needed)} of free space, found {gigabytes(free)}")
    return wanted


def fetch(download: Download, root: Path) -> None:
    """Download and unpack one archive; what was half unpacked is not left, a finished download is used again.

    Raises:
        DataError: it cannot be reached, is not what its MD5 says, or cannot be unpacked.
    """
    from torchvision.datasets.utils import download_url, extract_archive

    name = PurePosixPath(urlparse(download.url).path).name
    try:
        root.mkdir(parents=True, exist_ok=True)
        download_url(download.url, root, filename=name, md5=download.md5)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=root) as folder:
            extract_archive(root / name, str(Path(folder) / download.into))
            _put_in_place(Path(folder), root, download)
        (root / name).unlink()
    except URLError as error:
        raise DataError(f"{download.url}: cannot be reached ({error.reason})") from None
    except _FAILURES as error:
        expected = f"expected an archive with MD5 {download.md5} and {download.makes} in it"
        raise DataError(f"{download.url}: {expected}, found: {error}") from None


def gigabytes(size: float) -> str:
    """``2.0 GB``, ``19 MB``: of 1000s, as disks are sold."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def _put_in_place(fresh: Path, root: Path, download: Download) -> None:
    """Move what was wanted, and nothing else, from the folder it was unpacked in."""
    if not (fresh / download.makes).exists():
        raise ValueError(f"{download.makes} is not in it")
    target = root / download.makes
    target.parent.mkdir(parents=True, exist_ok=True)
    (fresh / download.makes).replace(target)


def _nearest_folder(path: Path) -> Path:
    path = path.absolute()
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
