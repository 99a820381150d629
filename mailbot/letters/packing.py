"""Office files are zip archives; packed here with one date, so that the same file is the same bytes."""

import io
import zipfile

_DATE = (2020, 1, 1, 0, 0, 0)


def packed_alike(content: io.BytesIO) -> bytes:
    """Pack the parts of an archive again, in their order, without the time of packing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(content) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts.read(name))
    return packed.getvalue()
