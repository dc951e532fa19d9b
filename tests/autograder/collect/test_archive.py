import io
import stat
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect import archive as module
from autograder.collect.archive import export_zip, opened_zip, unwrapped, zip_entries
from autograder.collect.entries import Entry, Problem, read
from autograder.errors import ExportError, HandInError

from .making import GOOD, damage, make_zip, member

DAMAGED = "layers.py is damaged and cannot be unpacked: hand it in again"

CAP = 1 << 20


def contents(path):
    with opened_zip(path, path.name) as archive:
        return {entry.name: read(entry, CAP).decode() for entry in zip_entries(archive)}


def refusal(path):
    with pytest.raises(HandInError) as caught:
        contents(path)
    return str(caught.value)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "hw.zip"


def test_an_honest_zip(path):
    make_zip(path, {"hw/": "", "hw/layers.py": GOOD, "hw/.DS_Store": "x", "__MACOSX/hw/._layers.py": "x"})
    assert contents(path) == {"hw/layers.py": GOOD}


@pytest.mark.parametrize("name", ["../a.py", "a/../../b.py", "/a.py", "C:/a.py", "..\\a.py", "\\a.py"])
def test_names_that_climb_out(path, name):
    assert "the file name" in refusal(make_zip(path, {"layers.py": GOOD, name: "x"}))


def test_a_nul_in_a_name(path):
    make_zip(path, {"layers.py": GOOD, "x_y.py": "x"})
    data = path.read_bytes().replace(b"x_y.py", b"x\0y.py")
    path.write_bytes(data)
    assert "NUL" in refusal(path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_special_files(path, kind):
    message = refusal(make_zip(path, [("layers.py", GOOD), (member("data", kind), "/etc/passwd")]))
    assert message.startswith("data is a ")  # when it is read; listed it may be


def test_what_is_not_read_is_not_unpacked(path):
    make_zip(path, {"layers.py": GOOD, "bomb.npy": b"\0" * (50 << 20)})
    with opened_zip(path, path.name) as archive:
        tracemalloc.start()
        bomb, fine = zip_entries(archive)
        assert read(fine, CAP).decode() == GOOD
        assert tracemalloc.get_traced_memory()[1] < CAP
        tracemalloc.stop()
        with pytest.raises(HandInError, match="would unpack to more than 200 times"):
            read(bomb, CAP)


def test_encrypted_members(path):
    make_zip(path, {"layers.py": GOOD})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path) == "layers.py is encrypted; hand in a zip without a password"


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_bounded(path, compression):
    assert "layers.py is packed in an unusual way" in refusal(make_zip(path, {"layers.py": GOOD}, compression))


def test_an_unknown_way_of_packing(path):
    make_zip(path, {"layers.py": GOOD})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        struct.pack_into("<H", data, data.index(signature) + offset, 99)
    path.write_bytes(data)
    assert "unusual way" in refusal(path)


def test_a_bomb_is_refused_before_it_is_unpacked(path):
    make_zip(path, {"layers.py": b"\n" * (CAP - 1)})
    assert refusal(path) == "layers.py would unpack to more than 200 times its size"


def test_a_bomb_that_understates_its_size(path):
    make_zip(path, {"layers.py": b"\n" * (CAP - 1)})
    true, false = struct.pack("<L", CAP - 1), struct.pack("<L", 10)
    path.write_bytes(path.read_bytes().replace(true, false))
    assert DAMAGED in refusal(path)


def test_a_size_that_is_overstated(path):
    make_zip(path, {"layers.py": GOOD}, zipfile.ZIP_DEFLATED)
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", len(GOOD)), struct.pack("<L", len(GOOD) + 7)))
    assert DAMAGED in refusal(path)


def test_a_bad_checksum(path):
    make_zip(path, {"layers.py": GOOD}, zipfile.ZIP_STORED)
    assert DAMAGED in refusal(damage(path, b"return 1", b"return 2"))


def test_garbled_compression(path):
    make_zip(path, {"layers.py": GOOD * 50})
    packed = zlib.compressobj(wbits=-15)
    stream = packed.compress((GOOD * 50).encode()) + packed.flush()
    assert DAMAGED in refusal(damage(path, stream, b"\xff" * len(stream)))


def test_a_name_that_differs_in_the_local_header(path):
    make_zip(path, {"layers.py": GOOD})
    assert DAMAGED in refusal(damage(path, b"layers.py", b"lawyer.py"))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\5\6" + b"\xff" * 18])
def test_not_a_zip(path, content):
    path.write_bytes(content)
    assert "hw.zip is damaged" in refusal(path)


def test_a_truncated_zip(path):
    make_zip(path, {"layers.py": GOOD, "b.py": GOOD})
    path.write_bytes(path.read_bytes()[:-30])
    assert "hw.zip is damaged" in refusal(path)


def test_a_huge_table_of_contents_is_not_read(path, monkeypatch):
    make_zip(path, {f"{number}.txt": "" for number in range(2000)})
    monkeypatch.setattr(module, "MIB", 1)
    with pytest.raises(HandInError, match="table of contents"), opened_zip(path, "hw.zip", contents_cap=66_000):
        pass
    with opened_zip(path, "hw.zip", contents_cap=200_000) as archive:
        assert len(archive.infolist()) == 2000


def test_names_without_the_utf8_mark(path):
    make_zip(path, {"xxxx.py": GOOD, "yy.py": GOOD})
    path.write_bytes(path.read_bytes().replace(b"xxxx", "üé".encode()).replace(b"yy", b"\x94\x95"))
    assert set(contents(path)) == {"üé.py", "öò.py"}  # as macOS writes them, and in cp437


def test_names_with_the_mark_that_are_no_utf8(path):
    make_zip(path, {"ü.py": GOOD})
    path.write_bytes(path.read_bytes().replace("ü".encode(), b"\xff\xfe"))
    assert "hw.zip is damaged" in refusal(path)


def test_an_entry_of_a_nested_zip_is_opened_once(tmp_path):
    inner = make_zip(tmp_path / "hw.zip", {"layers.py": GOOD}).read_bytes()
    outer = Entry(name="up/hw.zip", size=len(inner), open=lambda: io.BytesIO(inner))
    readme = Entry(name="readme.txt", size=0, open=io.BytesIO)
    with unwrapped((readme, outer)) as entries:
        assert [(entry.name, read(entry, CAP).decode()) for entry in entries] == [("layers.py", GOOD)]


def test_a_zip_in_a_folder_is_read_in_place_however_large(tmp_path):
    path = make_zip(tmp_path / "hw.zip", {"layers.py": GOOD})

    def explode():
        raise AssertionError("copied")

    entry = Entry(name="hw.zip", size=module.MAX_INNER_BYTES + 1, open=explode, path=path)
    with unwrapped((entry,)) as entries:
        assert [(entry.name, read(entry, CAP).decode()) for entry in entries] == [("layers.py", GOOD)]


def test_a_zip_that_is_a_link_is_not_followed(tmp_path):
    path = make_zip(tmp_path / "hw.zip", {"layers.py": GOOD})
    entry = Entry(name="hw.zip", size=1, open=path.open, path=path, problem=Problem.LINK)
    with pytest.raises(HandInError, match=r"hw.zip is a link"), unwrapped((entry,)):
        pass


def test_a_zip_beside_source_files_is_data(tmp_path):
    entries = tuple(Entry(name=name, size=0, open=io.BytesIO) for name in ("layers.py", "data.zip"))
    with unwrapped(entries) as found:
        assert found == entries


def test_several_zips():
    entries = tuple(Entry(name=name, size=0, open=io.BytesIO) for name in ("a.zip", "b.zip"))
    with pytest.raises(HandInError, match=r"expected one zip, found a.zip and b.zip"), unwrapped(entries):
        pass


def test_a_zip_in_a_zip_in_a_zip(tmp_path):
    data = make_zip(tmp_path / "0.zip", {"layers.py": GOOD}).read_bytes()
    data = make_zip(tmp_path / "1.zip", {"0.zip": data}).read_bytes()
    entry = Entry(name="1.zip", size=len(data), open=lambda: io.BytesIO(data))
    with pytest.raises(HandInError, match=r"1.zip holds another zip, 0.zip; hand in"), unwrapped((entry,)):
        pass


def test_an_export_that_is_no_zip(tmp_path):
    path = tmp_path / "export.zip"
    path.write_bytes(b"junk")
    with pytest.raises(ExportError, match=r"export.zip: export.zip is damaged"), export_zip(path):
        pass


@given(st.binary(max_size=200))
def test_any_bytes_are_a_zip_or_our_own_error(data):
    try:
        with opened_zip(io.BytesIO(data), "x.zip") as archive:
            zip_entries(archive)
    except HandInError:
        pass


def _small_zip():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hw/layers.py", GOOD * 3)
        archive.writestr("ü.txt", b"x")
    return stream.getvalue()


SMALL = _small_zip()
flips = st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=6)


@given(flips, st.integers(0, 40))
def test_a_garbled_zip_is_read_or_our_own_error(changes, cut):
    data = bytearray(SMALL)
    for position, value in changes:
        data[position] = value
    try:
        with opened_zip(io.BytesIO(bytes(data[: len(data) - cut // 10])), "x.zip") as archive:
            for entry in zip_entries(archive):
                read(entry, CAP)
                assert ".." not in entry.name.split("/")
    except HandInError:
        pass
