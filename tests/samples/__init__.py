"""Binary samples made by LibreOffice (``make_samples.py``)."""

from pathlib import Path


def sample(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()
