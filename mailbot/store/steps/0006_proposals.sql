-- Step 6: what the digest proposes to let count as on time, and what the office does not want to.

CREATE TABLE digest_proposal (
  -- A numbered proposal of a digest: a duty that came late after a delay of ours.
  code TEXT NOT NULL REFERENCES digest_code(code), -- the digest
  number INTEGER NOT NULL, -- as printed, after the questions
  unit TEXT NOT NULL, -- key
  form TEXT NOT NULL, -- of the duty
  area INTEGER NOT NULL, -- 0: none
  PRIMARY KEY (code, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE on_time_declined (
  -- The office lets a duty stay late; nobody proposes it again.
  unit TEXT NOT NULL, -- key
  form TEXT NOT NULL, -- of the duty
  area INTEGER NOT NULL, -- 0: none
  why TEXT NOT NULL, -- in the office's words
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL, -- counts from then
  PRIMARY KEY (unit, form, area)
) STRICT, WITHOUT ROWID;
