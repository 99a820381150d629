"""Open what Excel opens without asking: workbooks that are encrypted with the password all programs know.

Excel and WPS encrypt an .xls whose structure is protected, and a workbook that is "read only recommended" at
times, with one fixed password, and try it before they ask a person ([MS-XLS] 2.2.10). Whoever made such a
file knows of no password; a letter that speaks of one would reproach falsely.
"""

import io
from types import SimpleNamespace

from mailbot.reading.sniff import OLE_MAGIC

KNOWN_TO_ALL = "VelvetSweatshop"


def unlocked(content: bytes) -> bytes | None:
    """Decrypt a compound file with the password all programs know; None where it needs one of its own."""
    if not content.startswith(OLE_MAGIC):
        return None
    import msoffcrypto
    from msoffcrypto.format import xls97

    # The library makes an .xls by way of a temporary file; the child may write none, and memory will do.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    plain = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=KNOWN_TO_ALL)
        file.decrypt(plain)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the library raises whatever its parsers meet in foreign bytes
        return None
    return plain.getvalue() or None
