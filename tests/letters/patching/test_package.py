"""Packages as zips: copied without unpacking, refused where they are not plain."""

import io
import zipfile

import pytest

from mailbot.letters.patching.package import Unpatchable, open_package


def package(method: int = zipfile.ZIP_DEFLATED, names: tuple[str, ...] = ("a.xml", "图/b.xml")) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name in names:
            archive.writestr(name, name.encode() * 50)
    return stream.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_are_kept_changed_added_and_dropped(method: int) -> None:
    opened = open_package(package(method, ("a.xml", "图/b.xml", "c.xml")))
    opened.put("a.xml", b"new")
    opened.put("d.xml", b"more")
    opened.drop("c.xml")
    with zipfile.ZipFile(io.BytesIO(opened.content())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.xml": b"new",
            "图/b.xml": "图/b.xml".encode() * 50,
            "d.xml": b"more",
        }


def test_streamed_zip_with_sizes_after_the_data_is_copied() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, offset: int, whence: int = 0, /) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"text")
    with zipfile.ZipFile(io.BytesIO(open_package(stream.getvalue()).content())) as archive:
        assert archive.read("a.xml") == b"text"


@pytest.mark.parametrize("content", [b"", b"PK", package(zipfile.ZIP_BZIP2)])
def test_zip_that_is_not_plain_is_refused(content: bytes) -> None:
    with pytest.raises(Unpatchable):
        open_package(content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_with_one_name_twice_is_refused() -> None:
    with pytest.raises(Unpatchable):
        open_package(package(names=("a.xml", "a.xml")))


def test_absent_part_is_refused() -> None:
    with pytest.raises(Unpatchable):
        open_package(package()).part("z.xml")
