-- Step 2: what the office orders by mail, and what it says of reminders and lateness.

CREATE TABLE office_order (
  -- One line of a mail of the office, carried out once: after a crash its answer is read back.
  mail INTEGER NOT NULL REFERENCES inbox(id), -- the mail that ordered it
  decision_no INTEGER NOT NULL, -- of that mail
  number INTEGER NOT NULL, -- order within the mail, from 1
  line TEXT NOT NULL, -- as the office wrote it
  kind TEXT NOT NULL, -- confirm, assign, exempt, ...
  done INTEGER NOT NULL, -- 1: carried out
  answer TEXT NOT NULL, -- what the office was told
  undo TEXT NOT NULL, -- how to take it back
  at TEXT NOT NULL, -- when
  PRIMARY KEY (mail, decision_no, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE veto (
  -- No reminder goes to a unit on one day; its steps of that day count as skipped.
  unit TEXT NOT NULL, -- key
  day TEXT NOT NULL, -- ISO date
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL, -- counts from then
  PRIMARY KEY (unit, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE on_time (
  -- What came late through no fault of the unit counts as on time.
  unit TEXT NOT NULL, -- key
  form TEXT NOT NULL, -- of the duty
  area INTEGER NOT NULL, -- 0: none
  why TEXT NOT NULL, -- in the office's words
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL, -- counts from then
  PRIMARY KEY (unit, form, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE leader_copied (
  -- The unit's leader gets a copy of its reminders.
  unit TEXT PRIMARY KEY, -- key
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL -- counts from then
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_phone (
  -- A telephone number that the office holds of a unit, besides those of its lists.
  unit TEXT NOT NULL, -- key
  phone TEXT NOT NULL, -- as the office wrote it
  name TEXT NOT NULL DEFAULT '', -- whose
  by TEXT NOT NULL, -- who registered it
  at TEXT NOT NULL, -- when
  PRIMARY KEY (unit, phone)
) STRICT, WITHOUT ROWID;

CREATE TABLE season (
  -- The season closed or opened again by the office; the latest row counts.
  id INTEGER PRIMARY KEY, -- order
  closed INTEGER NOT NULL, -- 1: no more reminders
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL -- counts from then
) STRICT;
