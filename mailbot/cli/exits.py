"""Exit codes of every command (interface, 3)."""

DONE = 0
NAMED = 1
USAGE = 2
BUSY = 3
