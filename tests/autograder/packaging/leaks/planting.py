"""Ways to hide a text in what students get: in each kind of file, and in archives and codings of it."""

import base64
import gzip
import html
import io
import struct
import tarfile
import textwrap
import zipfile
import zlib

import nbformat

PROSE = "Read this first.\n\nIt is about images.\n"


def notebook(*, source="x = 1", outputs=(), metadata=None, count=None, cell_metadata=None):
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=count, id="first")
    cell.metadata.update(cell_metadata or {})
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Images", id="title"), cell])
    made.metadata.update(
        metadata or {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    return nbformat.writes(made).encode()


def packed(name, data, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(options.pop("info", None) or zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
        archive.comment = options.pop("comment", b"")
    return stream.getvalue()


def in_base64(text, width=None):
    coded = base64.b64encode(text.encode()).decode()
    return "\n".join(textwrap.wrap(coded, width)) if width else coded


def displayed(data):
    return nbformat.v4.new_output("display_data", data=data)


def as_py(text):
    return {"grey.py": f'"""Images."""\n\nimport numpy as np\n\n\ndef f(x):\n    {text}\n'.encode()}


def as_md(text):
    return {"README.md": f"{PROSE}\n```\n{text}\n```\n".encode()}


def as_source(text):
    return {"grey.ipynb": notebook(source=f"import numpy as np\n{text}\n")}


def as_output(text):
    return {"grey.ipynb": notebook(outputs=[nbformat.v4.new_output("stream", text=f"{text}\n")], count=1)}


def as_image(text):
    return {"grey.ipynb": notebook(outputs=[displayed({"image/png": in_base64(f"tEXt {text} IEND and more", 76)})])}


def as_escaped(text):
    """As JSON writes it where everything that is no letter is an escape."""
    escaped = "".join(f"\\u{ord(char):04x}" if not char.isalnum() else char for char in text)
    return {"settings.json": f'{{"a": ["{escaped}"]}}'.encode()}


def as_zip(text):
    return {"grey-handout.zip": packed("grey/grey.py", *as_py(text).values())}


def as_zip_in_zip(text):
    inner = packed("grey.ipynb", *as_source(text).values())
    return {"grey-handout.zip": packed("data/more.zip", inner)}


def as_wheel(text):
    return {"cv_autograder-1.0-py3-none-any.whl": packed("autograder/exam/own.py", *as_py(text).values())}


def as_metadata_of_a_wheel(text):
    said = f"Metadata-Version: 2.4\nName: x\n\n{text}\n".encode()
    return {"cv_autograder-1.0-py3-none-any.whl": packed("cv_autograder-1.0.dist-info/METADATA", said)}


def as_tar(text):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        (data,) = as_py(text).values()
        info = tarfile.TarInfo("data/x.py")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return {"data.tar.gz": stream.getvalue()}


def as_gzip(text):
    return {"notes.gz": gzip.compress(*as_md(text).values(), mtime=0)}


def as_base64(text):
    return {"README.md": f"{PROSE}\ndata:text/plain;base64,{in_base64(f'it says {text} there')}\n".encode()}


def as_base64_after_letters(text):
    return {"README.md": f"{PROSE}\nsee{in_base64(f'it says {text} there')}\n".encode()}


def as_zip_in_base64(text):
    return {"README.md": f"{PROSE}\n{base64.b64encode(packed('a.py', *as_py(text).values())).decode()}\n".encode()}


def as_hex(text):
    return {"README.md": f"{PROSE}\n{f'it says {text} there'.encode().hex()}\n".encode()}


def as_utf16(text):
    return {"notes.txt": f"{PROSE}{text}\n".encode("utf-16")}


def as_binary(text):
    return {"weights.bin": bytes(range(256)) + text.encode() + b"\n" + bytes(range(255, -1, -1))}


def as_name(text):
    return {f"{text.replace('/', '-')}.md": PROSE.encode()}


def as_utf16_without_a_mark(text):
    return {"notes.txt": f"{PROSE}{text}\n".encode("utf-16-be")}


def as_array_of_text(text):
    """As numpy keeps it, with four bytes a letter."""
    return {"a.npy": b"\x93NUMPY" + f"{PROSE}{text}\n".encode("utf-32-le")}


def as_text_of_a_picture(text):
    chunk = b"zTXt" + b"Comment\0\0" + zlib.compress(f"{PROSE}{text}\n".encode())
    return {"a.png": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(chunk) - 4) + chunk + b"\0\0\0\0IEND"}


def as_attachment(text):
    (picture,) = as_text_of_a_picture(text).values()
    cell = nbformat.v4.new_markdown_cell("![a](attachment:a.png)", id="picture")
    cell["attachments"] = {"a.png": {"image/png": base64.b64encode(picture).decode()}}
    return {"grey.ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode()}


def as_comment(text):
    lines = "".join(f"# {line}\n" for line in text.split("\n"))
    return {"grey.py": f"import numpy as np\n{lines}".encode()}


def as_quotation(text):
    return {"README.md": (PROSE + "".join(f"> {line}\n" for line in text.split("\n"))).encode()}


def as_patch(text):
    return {"a.patch": "".join(f"+ {line}\n" for line in text.split("\n")).encode()}


def as_html(text):
    return {"a.html": f"<p>{html.escape(text).replace(' ', '<b> </b>')}</p>\n".encode()}


CARRIERS = [
    as_py, as_md, as_source, as_output, as_image, as_escaped, as_zip, as_zip_in_zip, as_wheel, as_metadata_of_a_wheel,
    as_utf16_without_a_mark, as_array_of_text, as_text_of_a_picture, as_attachment, as_comment, as_quotation, as_patch,
    as_html, as_tar, as_gzip, as_base64, as_base64_after_letters, as_zip_in_base64, as_hex, as_utf16, as_binary,
]  # fmt: skip
