"""What is seen of a picture, without what cameras and programs keep beside it: places, owners, comments, thumbnails.

Nothing is decoded and nothing encoded anew: the parts that a browser draws stay as they are, and the rest goes, with
whatever stands behind the picture. Layouts are those of PNG (ISO/IEC 15948), JPEG (ITU-T T.81) and GIF89a.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWN = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_SOI, _SOS, _EOI, _COMMENT, _EXIF = 0xD8, 0xDA, 0xD9, 0xFE, b"Exif\0\0"
_APPLICATIONS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # what colours depend on
_ORIENTATION = 0x0112
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # how often an animation is shown


def bare_png(data: bytes) -> bytes:
    """A PNG without texts, times and EXIF; raises `ValueError`."""
    if not data.startswith(_PNG):
        raise ValueError("it does not begin like a PNG")
    kept, at, kind = [_PNG], len(_PNG), b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise ValueError("it ends too early")
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind in _DRAWN:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
    if at > len(data):
        raise ValueError("it ends too early")
    return b"".join(kept)


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without what applications added, but for colours and which side is up; raises `ValueError`."""
    segments = list(_segments(data))
    turned = next((_turned(body) for _, body in segments if body[4:].startswith(_EXIF)), b"")
    kept = [whole for marker, whole in segments if _is_drawn(marker, whole)]
    at = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1  # JFIF stands first
    return b"".join([*kept[:at], turned, *kept[at:]])


def bare_gif(data: bytes) -> bytes:
    """A GIF without comments and what applications added, but for its loops; raises `ValueError`."""
    if not data.startswith((b"GIF87a", b"GIF89a")):
        raise ValueError("it does not begin like a GIF")
    at = 13 + _colours(_byte(data, 10))
    kept = [data[:at]]
    while (kind := _byte(data, at)) != 0x3B:
        if kind == 0x2C:
            end = _after_blocks(data, at + 11 + _colours(_byte(data, at + 9)))
        elif kind == 0x21:
            end = _after_blocks(data, at + 2)
        else:
            raise ValueError(f"its part at byte {at} is of no known kind")
        is_loop = data[at + 1 : at + 2] == b"\xff" and data[at + 3 : at + 14] in _LOOPS
        if kind == 0x2C or data[at + 1] == 0xF9 or is_loop:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b"\x3b"])


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each, those of a scan with its pixels, up to the end of the picture."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("it does not begin like a JPEG")
    yield _SOI, data[:2]
    at, marker = 2, _SOI
    while marker != _EOI:
        if _byte(data, at) != 0xFF:
            raise ValueError(f"its part at byte {at} has no marker")
        marker = _byte(data, at + 1)
        if marker == 0xFF:  # fills
            at += 1
            continue
        end = at + 2 if marker == _EOI else at + 2 + _length(data, at + 2)
        end = _after_pixels(data, end) if marker == _SOS else end
        if end > len(data):
            raise ValueError("it ends too early")
        yield marker, data[at:end]
        at = end


def _after_pixels(data: bytes, at: int) -> int:
    """The next marker that is no part of a scan: no stuffed byte, and no restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise ValueError("it ends too early")
        if data[at + 1 : at + 2] != b"\0" and not 0xD0 <= _byte(data, at + 1) <= 0xD7:
            return at
        at += 2


def _is_drawn(marker: int, segment: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return marker in _APPLICATIONS and segment[4:].startswith(_APPLICATIONS[marker])
    return marker != _COMMENT


def _turned(segment: bytes) -> bytes:
    """An EXIF of nothing but which side is up; empty where the picture stands as it is."""
    side = _side_up(segment[4 + len(_EXIF) :])
    if side in (0, 1):
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, side, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff


def _side_up(tiff: bytes) -> int:
    """1 to 8, or 0 where it is not said."""
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        entries = [struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number) for number in range(count)]
    except struct.error:
        return 0
    side = next((value for tag, _, _, value in entries if tag == _ORIENTATION), 0)
    return int(side) if 1 <= side <= 8 else 0


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while size := _byte(data, at):
        at += 1 + size
    return at + 1


def _length(data: bytes, at: int) -> int:
    return _byte(data, at) << 8 | _byte(data, at + 1)


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise ValueError("it ends too early")
    return data[at]
