"""The signs by which a clerk says chosen or not: boxes, ticks, circles, letters of symbol fonts.

Meanings as gathered in domain, 2.2. The ballot box with an x (U+2612) is what Word's own check box
shows when ticked, so it means chosen; a bare x means not.
"""

CHOSEN = frozenset("\u25a0\u2611\u2612\u25a3\u2713\u2714\u221a\u25cf\u25c6\u2605\u25b2\u2b1b\u25fc\u25fe\u25aa\u2705\U0001f5f9\u25c9\u2299")
"""Filled or ticked."""

OFFERED = frozenset(
    "\u25a1\u2610\u25cb\u3007\u25c7\u2606\u25b3\u25a2\u2b1c\u25fb\u25fd\u25ab\u53e3\u00d7\u2717\u2718\u2715\u2573\u25ef\u56d7"
)
"""Empty or crossed out. U+53E3 is the character for mouth, typed in place of a box."""

CHOSEN_LETTERS = frozenset("RP\u00fe\u00fd\u00fcnltu")
"""Wingdings 2 R and P; Wingdings thorn, y acute, u umlaut, n, l, t, u: a tick or a filled shape."""

OFFERED_LETTERS = frozenset("\u00a3\u00a8oqO\u00fb")
"""Wingdings 2 pound and O; Wingdings diaeresis, o, q, u circumflex: an empty box or a cross."""

GLYPHS = CHOSEN | OFFERED
LETTERS = CHOSEN_LETTERS | OFFERED_LETTERS
