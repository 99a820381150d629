"""From files with tables to drafts of submissions: find the headings, tell the rows, read the values.

Pure: no I/O, no clock. What a sender did oddly becomes a Finding; nothing here raises for bad content.
"""
