"""The commands: each calls one job, one order or one report, and prints what came of it.

Nothing heavy is imported at module level, so that ``--help`` is quick; every command imports what
it needs when it runs.
"""
