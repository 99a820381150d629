"""The child process: ``python -m mailbot.sandbox.child MEMORY_MB SECONDS``; frames in, frames out.

It takes the two pipes for itself, so that nothing a library prints can reach the parent, limits
itself, leaves the network, says hello and then serves one request after another until its standard
input ends. It never writes a file and knows no secret.
"""

import gc
import os
import sys
from typing import BinaryIO

from mailbot.sandbox import rlimits
from mailbot.sandbox.frames import PIPE_BYTES, BadFrame, read_frame, write_frame
from mailbot.sandbox.operations import OPERATIONS


def serve(requests: BinaryIO, answers: BinaryIO, seconds: float) -> None:
    """Answer requests until they end; an operation that raises is answered with the exception's name."""
    while frame := read_frame(requests):
        header, content = frame
        rlimits.allow_cpu(seconds)
        try:
            answer, result = OPERATIONS[str(header["operation"])](header, content)
        except MemoryError:
            answer, result = {"error": "MemoryError"}, b""
        except Exception as error:  # noqa: BLE001 - the parent decides what an exception means
            answer, result = {"error": type(error).__name__}, b""
        del frame, content
        write_frame(answers, {**answer, "peak_mb": rlimits.peak_mb()}, result)


def main() -> None:
    """Confine this process and serve."""
    # Grids are many objects without cycles: the collector would walk them for nothing.
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    memory_mb, seconds = int(sys.argv[1]), float(sys.argv[2])
    requests, answers = _own_pipes()
    rlimits.confine(memory_mb)
    offline = rlimits.leave_network()
    write_frame(answers, {"hello": os.getpid(), "offline": offline}, b"")
    _silence(2)
    try:
        serve(requests, answers, seconds)
    except (BadFrame, BrokenPipeError):
        # The parent is gone or has lost the thread; there is nobody left to tell.
        return


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    requests = os.fdopen(os.dup(0), "rb", buffering=PIPE_BYTES)
    answers = os.fdopen(os.dup(1), "wb", buffering=PIPE_BYTES)
    _silence(0, 1)
    return requests, answers


def _silence(*descriptors: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


if __name__ == "__main__":
    main()
