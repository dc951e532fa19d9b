"""What is left of a picture: every pixel as Pillow reads it, and nothing of whoever made it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from autograder.authoring.pixels import bare_gif, bare_jpeg, bare_png

SECRET = b"Ada Lovelace, 51.5N"
BARE = {"PNG": bare_png, "JPEG": bare_jpeg, "GIF": bare_gif}


def drawn():
    return Image.effect_noise((37, 23), 60).convert("RGB")


def saved(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def seen(data):
    """What a viewer shows."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return image.size, image.convert("RGBA").tobytes()


def exif(side=None):
    found = Image.Exif()
    found[0x013B] = SECRET.decode()  # the artist
    if side is not None:
        found[0x0112] = side
    return found


def texts():
    info = PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("Comment", SECRET.decode())
    return info


PICTURES = {
    "PNG": saved(drawn(), "PNG", pnginfo=texts(), exif=exif()),
    "PNG with a palette": saved(drawn().convert("P"), "PNG", pnginfo=texts(), transparency=3),
    "JPEG": saved(drawn(), "JPEG", exif=exif(), comment=SECRET),
    "JPEG, progressive": saved(drawn(), "JPEG", exif=exif(), progressive=True, quality=95, subsampling=0),
    "JPEG with restarts": saved(drawn(), "JPEG", exif=exif(), restart_marker_blocks=1),
    "JPEG in CMYK": saved(drawn().convert("CMYK"), "JPEG", exif=exif()),
    "GIF": saved(drawn(), "GIF", comment=SECRET),
    "GIF, moving": saved(drawn(), "GIF", comment=SECRET, save_all=True, append_images=[drawn(), drawn()], loop=0),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("behind", [b"", b"PK\x03\x04" + SECRET])
def test_pixels_stay_and_all_else_goes(name, behind):
    data = PICTURES[name] + behind
    found = BARE[name[:4].strip(" ,")](data)
    assert SECRET in data
    assert SECRET not in found
    assert seen(found) == seen(data)


@pytest.mark.parametrize("side", range(1, 9))
def test_the_side_that_is_up_stays_up(side):
    data = saved(drawn(), "JPEG", exif=exif(side))
    found = bare_jpeg(data)
    assert seen(found) == seen(data)
    assert SECRET not in found


def test_a_profile_of_colours_stays():
    profile = b"\0" * 128
    for kind, bare in (("PNG", bare_png), ("JPEG", bare_jpeg)):
        data = saved(drawn(), kind, icc_profile=profile)
        assert Image.open(io.BytesIO(bare(data))).info["icc_profile"] == profile


def test_frames_and_loops_stay():
    moving = Image.open(io.BytesIO(bare_gif(PICTURES["GIF, moving"])))
    assert (moving.n_frames, moving.info["loop"]) == (3, 0)


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_bare_stays_as_it_is(name):
    bare = BARE[name[:4].strip(" ,")]
    once = bare(PICTURES[name])
    assert bare(once) == once


@pytest.mark.parametrize("bare", BARE.values())
def test_no_picture_is_told(bare):
    for data in (b"", b"<svg/>", PICTURES["GIF"] if bare is bare_png else PICTURES["PNG"]):
        with pytest.raises(ValueError, match=r"does not begin like a (PNG|JPEG|GIF)"):
            bare(data)


@given(st.sampled_from(sorted(PICTURES)), st.integers(1, 3000), st.binary(max_size=40))
def test_damage_is_an_error_in_words_or_another_picture(name, at, noise):
    data = PICTURES[name]
    at = at % len(data)
    for broken in (data[:at], data[:at] + noise + data[at + len(noise) :]):
        try:
            BARE[name[:4].strip(" ,")](broken)
        except ValueError as error:
            assert str(error).startswith("it")  # noqa: PT017 - either way is right
