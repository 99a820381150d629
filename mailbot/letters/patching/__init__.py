"""Mark a sender's own .xlsx by patching its package: a few parts change, every other byte stays (pitfalls, 33 and 120).

A library that loads and saves a workbook loses pictures, text boxes, rich text and drop-downs. Here
styles get a few looks more, marked cells another style number, sheets their comments, the workbook
one sheet in front; all other parts are copied as they lie, still compressed. What cannot be patched
without doubt (macros, signatures, links outside, parts nobody knows) raises ``Unpatchable``, and the
caller builds a fresh book instead. Bytes from outside are parsed here: it belongs into the child.
"""
