"""Downloading a set on request: checked against its MD5, unpacked aside, then put in place."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zipfile
import zlib
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from urllib.error import URLError
from urllib.parse import urlparse

from autograder.data.description import Description, Download
from autograder.errors import ConfigError, DataError

_ROOM = 2.5  # times the archive's size: the archive, what is in it, and some air
_FAILURES = (
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    HTTPException,  # a server that breaks off, or does not speak HTTP
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


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
    """Download and unpack one archive: what it makes is whole or not there, and nothing that is there is overwritten.

    A download that is whole but cannot be unpacked stays under `root`, and is used the next time; so is an archive that
    was brought there by hand, which is never removed.

    Raises:
        DataError: it cannot be reached, is not what its MD5 says, or cannot be unpacked; or another file of its name
            lies under `root`.
    """
    from torchvision.datasets.utils import extract_archive

    archive = root / PurePosixPath(urlparse(download.url).path).name
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=root) as folder:
            brought = archive.exists()
            if not brought:
                _download(download, Path(folder) / archive.name)
                (Path(folder) / archive.name).replace(archive)
            _require_md5(archive, download)
            unpacked = Path(folder) / "unpacked"
            extract_archive(archive, str(unpacked / download.into))
            _put_in_place(unpacked, root, download)
        if not brought:
            archive.unlink()
    except URLError as error:
        reason = " ".join(str(error.reason).split())
        raise DataError(f"{download.url}: cannot be reached ({reason})") from None
    except _FAILURES as error:
        expected = f"expected an archive with MD5 {download.md5} and {download.makes} in it"
        raise DataError(f"{download.url}: {expected}, found: {error or type(error).__name__}") from None


def gigabytes(size: float) -> str:
    """``2.0 GB``, ``19 MB``: of 1000s, as disks are sold."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def _download(download: Download, target: Path) -> None:
    """Into a file of its own, which is only told apart from others when it is whole."""
    from torchvision.datasets.utils import download_url

    download_url(download.url, target.parent, filename=target.name)
    _require_md5(target, download)


def _require_md5(archive: Path, download: Download) -> None:
    from torchvision.datasets.utils import calculate_md5

    found = calculate_md5(archive)
    if found != download.md5:
        size = archive.stat().st_size
        raise ValueError(f"{archive.name} of {size:,} bytes with MD5 {found}; {download.size:,} bytes were announced")


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
