-- Step 4: the office's edits of the standard that wait for answers (notice, part 3 (2)).

CREATE TABLE standard_edit (
  -- An edited workbook that raised questions: nothing of it is kept, and no standard is sent, until they are answered.
  id INTEGER PRIMARY KEY, -- order; the latest open one waits
  mail INTEGER REFERENCES inbox(id), -- the mail that brought it; NULL: given at the command line
  sha256 TEXT NOT NULL, -- of the workbook
  questions INTEGER NOT NULL, -- how many are open
  by TEXT NOT NULL, -- who
  at TEXT NOT NULL, -- when
  closed_at TEXT -- when a version was kept, another edit took its place, or the office dropped it
) STRICT;

CREATE TABLE standard_answer (
  -- What the office answered about a place of an edited workbook.
  edit INTEGER NOT NULL REFERENCES standard_edit(id), -- the edit
  place TEXT NOT NULL, -- sheet!row, a sheet or the number of an area, widths folded
  said TEXT NOT NULL, -- the key of an item, the word for new or gone, or an area
  by TEXT NOT NULL, -- who
  at TEXT NOT NULL, -- when
  PRIMARY KEY (edit, place)
) STRICT, WITHOUT ROWID;
