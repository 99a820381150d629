"""How the bytes of mails are compressed; ``zlib.decompress`` reads them back."""

import zlib


def packed(content: bytes) -> bytes:
    """Compress a mail, which is mostly base64: six bits in every eight.

    Looking for repetitions as well costs two and a half times as much and saves a thirtieth more.
    """
    packer = zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY)
    return packer.compress(content) + packer.flush()
