"""What a charset label means: one codec for each family, none for nonsense (pitfall 21)."""

import codecs
import re
from functools import lru_cache

LATIN = "cp1252"
"""Labels that clients write over whatever they send: never believed over bytes that say otherwise."""

_GB = re.compile(r"(x-)?(gb|cp-?936|ms-?936|windows-?936|936$|chinese|csgb|csiso58|iso-ir-58|euc-?cn|cn-gb|mac-simp)")
_BIG5 = re.compile(r"(x-x-|x-|cn-|cs)?big-?5|(cp|ms|windows)-?950")
_KNOWN = re.compile(r"iso8859-|cp\d|koi8|euc_|shift_jis|iso2022_|utf-(7|16|32)|johab|tis-620|mac-|hz$")
_WESTERN = {"ascii", "us-ascii", "us", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-8859-15", "windows-1252", "cp1252", "ansi"}
_UNMEANT = {"unknown-8bit", "unknown", "x-unknown", "default", "x-user-defined", "none", "null", "binary", "8bit", "7bit", "system"}


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """Name the codec a label stands for; "" for an empty label, None for one that nobody knows."""
    name = label.strip(" \t\"'`;,").lower().removeprefix("charset=").strip("\"' ").replace("_", "-")[:40]
    if not name:
        return ""
    if name in _WESTERN or name in _UNMEANT or name.startswith("ansi-x3"):
        return LATIN
    if re.search(r"utf-?8", name):
        return "utf-8"
    if name in ("hz", "hz-gb-2312"):
        return "hz"
    if _GB.match(name):
        return "gb18030"
    if _BIG5.match(name):
        return "big5"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if _KNOWN.match(found) else None


def is_seven_bit(codec: str) -> bool:
    """Tell whether a charset writes its characters with bytes below 128."""
    return codec in ("hz", "utf-7") or codec.startswith("iso2022_")


def is_wide(codec: str) -> bool:
    """Tell whether a charset writes ASCII with more than one byte."""
    return codec.startswith(("utf-16", "utf-32"))
