-- Step 3: the office's standard, who was told of it, and corrections (notice, part 3 (2) and (5)).

CREATE TABLE standard (
  -- One state of the standard: a draft that was built, or a version that the office fixed.
  id INTEGER PRIMARY KEY, -- order; the latest counts
  kind TEXT NOT NULL, -- draft or version
  number INTEGER NOT NULL, -- drafts and versions count apart, from 1
  sha256 TEXT NOT NULL, -- of what is said, whatever file says it
  workbook TEXT NOT NULL DEFAULT '', -- sha256 of the workbook it was read from; empty: built
  by TEXT NOT NULL, -- who
  at TEXT NOT NULL -- when
) STRICT;

CREATE TABLE standard_item (
  -- One item of a draft or version with its fixed elements.
  standard INTEGER NOT NULL REFERENCES standard(id), -- the draft or version
  position INTEGER NOT NULL, -- order in the workbook, from 1
  key TEXT NOT NULL, -- stands in the hidden column: i12 from a catalogue, n2-1 added by the office
  area INTEGER NOT NULL, -- the notice's number
  unit TEXT NOT NULL, -- key of the unit that answers for the area
  item INTEGER REFERENCES item(id), -- what the unit had sent; NULL: added by the office
  elements TEXT NOT NULL, -- JSON: column key -> text
  PRIMARY KEY (standard, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE standard_sent (
  -- Which version of the standard a unit was told last.
  standard INTEGER NOT NULL REFERENCES standard(id), -- the version
  unit TEXT NOT NULL, -- key
  letter INTEGER NOT NULL REFERENCES outbox(id), -- the letter
  at TEXT NOT NULL, -- when it was queued
  PRIMARY KEY (standard, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
  -- Something published or to be published that a unit must put right.
  id INTEGER PRIMARY KEY, -- shown as c3
  unit TEXT NOT NULL, -- key
  area INTEGER NOT NULL, -- the notice's number
  item TEXT NOT NULL, -- name of the item, as the office wrote it
  kind TEXT NOT NULL, -- late, incomplete, irregular or inaccurate
  what TEXT NOT NULL, -- in the office's words
  due TEXT NOT NULL, -- ISO date
  by TEXT NOT NULL, -- who opened it
  at TEXT NOT NULL, -- counts from then
  closed_at TEXT, -- when the office agreed
  closed_by TEXT NOT NULL DEFAULT '', -- who
  close_why TEXT NOT NULL DEFAULT '' -- in the office's words
) STRICT;
CREATE INDEX correction_open ON correction(unit) WHERE closed_at IS NULL;
