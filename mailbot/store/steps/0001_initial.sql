-- Step 1: everything the first version remembers.
-- The comments are part of the schema: SQLite keeps them, docs/schema.md is made of them.
-- Instants are UTC text, sortable. JSON columns are text. An area is the notice's number, and 0 in keys
-- where a duty has none (NULL is never equal to NULL).

CREATE TABLE meta (
  -- What the database knows of itself: campaign, first_poll_at, paused.
  key TEXT PRIMARY KEY, -- a name
  value TEXT NOT NULL -- its value
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
  -- One mail: where it stands, what its headers say, what was decided.
  id INTEGER PRIMARY KEY, -- shown as m12; grows in the order of arrival here
  sha256 TEXT NOT NULL UNIQUE, -- of the bytes as they came
  size INTEGER NOT NULL, -- bytes in the mailbox
  headers_only INTEGER NOT NULL DEFAULT 0, -- 1: too large, only its headers were fetched
  route TEXT NOT NULL, -- imap, folder, import or drop
  received_at TEXT NOT NULL, -- when the mailbox received it (INTERNALDATE)
  first_seen_at TEXT NOT NULL, -- when it was stored here
  withhold INTEGER NOT NULL DEFAULT 0, -- 1: its replies wait for outbox release
  attempts INTEGER NOT NULL DEFAULT 0, -- tries since it was last put into the queue
  next_attempt_at TEXT, -- not before; NULL: at once
  last_error TEXT NOT NULL DEFAULT '', -- code of the last failure
  assigned_unit TEXT, -- the unit the office named; deciding takes it as known
  decision_no INTEGER NOT NULL DEFAULT 1, -- raised by the office only; part of the reply's key
  outcome TEXT NOT NULL DEFAULT 'received', -- received while it waits, then one of interface 4
  reason TEXT NOT NULL DEFAULT '', -- code that says why
  unit TEXT, -- key of the unit it was attributed to
  provisional INTEGER NOT NULL DEFAULT 0, -- 1: by evidence only, from an unknown address
  duplicate_of INTEGER REFERENCES inbox(id), -- the earlier mail
  decided_at TEXT, -- when the outcome was written
  rules_sha256 TEXT NOT NULL DEFAULT '', -- the rules it was decided by
  program TEXT NOT NULL DEFAULT '', -- the version it was decided by
  message_id TEXT NOT NULL DEFAULT '', -- header, as written
  sender TEXT NOT NULL DEFAULT '', -- bare address; empty when there is not exactly one
  sender_name TEXT NOT NULL DEFAULT '', -- display name
  reply_to TEXT NOT NULL DEFAULT '', -- bare address
  subject TEXT NOT NULL DEFAULT '', -- decoded
  date_text TEXT NOT NULL DEFAULT '', -- Date header, never trusted
  in_reply_to TEXT NOT NULL DEFAULT '[]', -- JSON: Message-IDs of In-Reply-To and References
  automatic TEXT NOT NULL DEFAULT '', -- what gave a robot away
  authenticated INTEGER, -- 1, 0, or NULL where nobody we believe has said
  defects TEXT NOT NULL DEFAULT '[]', -- JSON: codes of values guessed or lost
  attachments_sha256 TEXT NOT NULL DEFAULT '', -- over the sorted hashes of its attachments; empty: none
  settled_at TEXT, -- when the office was done with it (confirmed, ignored, merged)
  settled_by TEXT NOT NULL DEFAULT '', -- by whom
  text TEXT NOT NULL DEFAULT '' -- decoded text of the mail; last, so that scans need not read over it
) STRICT;
CREATE INDEX inbox_waiting ON inbox(received_at, id) WHERE outcome = 'received';
CREATE INDEX inbox_message_id ON inbox(message_id) WHERE message_id != '';
CREATE INDEX inbox_decided ON inbox(decided_at);
CREATE INDEX inbox_office ON inbox(received_at, id) WHERE settled_at IS NULL
  AND (outcome IN ('held', 'unreadable', 'shunted') OR (provisional = 1 AND outcome IN ('filed', 'returned', 'mixed')));

CREATE TABLE raw (
  -- The bytes of a mail; apart from inbox, so that a change of state does not rewrite them.
  mail INTEGER PRIMARY KEY REFERENCES inbox(id), -- the mail
  content BLOB NOT NULL -- zlib
) STRICT;

CREATE TABLE sighting (
  -- Where a mail lay in a mailbox: a stored mail, or a failure to fetch it that is tried again.
  folder TEXT NOT NULL, -- folder of the mailbox
  uid_validity INTEGER NOT NULL, -- RFC 9051, 2.3.1.1
  uid INTEGER NOT NULL, -- unique while uid_validity stands
  mail INTEGER REFERENCES inbox(id), -- NULL: not fetched yet
  attempts INTEGER NOT NULL DEFAULT 0, -- failed fetches
  error TEXT NOT NULL DEFAULT '', -- code of the last failure
  settled INTEGER NOT NULL DEFAULT 0, -- 1: marked or moved as the settings say
  next_attempt_at TEXT, -- a failed fetch is not tried before
  at TEXT NOT NULL, -- last change of this row
  PRIMARY KEY (folder, uid_validity, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_mail ON sighting(mail);
CREATE INDEX sighting_unsettled ON sighting(folder, uid) WHERE settled = 0;
CREATE INDEX sighting_failed ON sighting(folder, uid_validity, next_attempt_at) WHERE mail IS NULL;

CREATE TABLE watermark (
  -- The highest UID listed so far; polls ask for what lies above.
  folder TEXT NOT NULL, -- folder of the mailbox
  uid_validity INTEGER NOT NULL, -- a new one begins a new row
  uid INTEGER NOT NULL, -- highest UID
  at TEXT NOT NULL, -- last change
  PRIMARY KEY (folder, uid_validity)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_state (
  -- How polling a folder goes.
  folder TEXT PRIMARY KEY, -- folder of the mailbox
  last_poll_at TEXT NOT NULL, -- last try
  last_ok_at TEXT, -- last success
  last_full_at TEXT, -- last full listing
  error TEXT NOT NULL DEFAULT '', -- code of the failure that lasts
  failures INTEGER NOT NULL DEFAULT 0 -- in a row
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
  -- One attachment, or a member of an archive.
  mail INTEGER NOT NULL REFERENCES inbox(id), -- the mail
  position INTEGER NOT NULL, -- MIME order, containers before members, from 0
  path TEXT NOT NULL, -- its place in the mail
  name TEXT NOT NULL, -- as the sender named it
  format TEXT NOT NULL, -- what the bytes are
  size INTEGER NOT NULL, -- bytes
  sha256 TEXT NOT NULL, -- of the bytes
  outcome TEXT NOT NULL, -- what became of it
  reason TEXT NOT NULL, -- code that says why
  losses TEXT NOT NULL DEFAULT '[]', -- JSON: codes of what was lost or guessed while reading
  PRIMARY KEY (mail, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  -- One reason to think of a unit.
  mail INTEGER NOT NULL REFERENCES inbox(id), -- the mail
  position INTEGER NOT NULL, -- order
  unit TEXT NOT NULL, -- key of the unit
  kind TEXT NOT NULL, -- address, reported-by, title, file, subject, text, area, inner-sender
  seen TEXT NOT NULL, -- the words seen
  place TEXT NOT NULL, -- where
  PRIMARY KEY (mail, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE submission (
  -- One recognised table of a mail: a version of a duty, unless held, returned or void.
  id INTEGER PRIMARY KEY, -- shown as s7
  mail INTEGER NOT NULL REFERENCES inbox(id), -- the mail it came in
  decision_no INTEGER NOT NULL, -- of the mail; a later decision voids the rows of an earlier one
  file TEXT NOT NULL, -- path of its file in the mail
  sheet TEXT NOT NULL, -- name of the sheet, or of the table of a document
  heading_rows TEXT NOT NULL, -- JSON: row numbers from 1
  form TEXT NOT NULL, -- catalogue, liaison, ...
  unit TEXT, -- key of the unit; NULL: nobody knows yet
  area INTEGER, -- the notice's number; NULL for forms of the whole unit
  area_by TEXT NOT NULL, -- where the area was found
  title TEXT NOT NULL, -- title row of the table
  named_unit TEXT NOT NULL, -- what the sheet says of the sender
  reported_on TEXT, -- ISO date on the sheet
  reported_on_text TEXT NOT NULL, -- the same as written
  columns TEXT NOT NULL, -- JSON: column key -> heading as written
  column_letters TEXT NOT NULL, -- JSON: column key -> letters
  missing_columns TEXT NOT NULL, -- JSON: keys
  outcome TEXT NOT NULL, -- filed, returned, held or same; see voided_at
  provisional INTEGER NOT NULL, -- 1 until the office confirms
  to_mend INTEGER NOT NULL, -- findings of severity error
  size INTEGER NOT NULL, -- items or people
  version INTEGER NOT NULL, -- counts filed and returned tables of a duty from 1; same repeats; held 0
  replaces INTEGER REFERENCES submission(id), -- the version that stood before
  content_sha256 TEXT NOT NULL, -- of what is said, whatever file says it
  received_at TEXT NOT NULL, -- of its mail
  ranked_at TEXT NOT NULL, -- the latest filed version stands; received_at, or when the office chose it
  decided_at TEXT NOT NULL, -- when it was written
  confirmed_at TEXT, -- when the office took it
  accepted_at TEXT, -- when the office overruled a return
  voided_at TEXT, -- when it was thrown out or decided again
  void_reason TEXT NOT NULL DEFAULT '' -- code
) STRICT;
CREATE INDEX submission_mail ON submission(mail);
CREATE INDEX submission_duty ON submission(unit, form, area);

CREATE TABLE item (
  -- One disclosure item of a catalogue, its elements as resolved.
  id INTEGER PRIMARY KEY, -- stands in the hidden column of the standard workbook
  submission INTEGER NOT NULL REFERENCES submission(id), -- its table
  row INTEGER NOT NULL, -- row of the sheet from 1
  serial TEXT NOT NULL, -- as written
  first_level TEXT NOT NULL, -- first-level name
  second_level TEXT NOT NULL, -- second-level name
  third_level TEXT NOT NULL, -- third-level name
  content TEXT NOT NULL, -- what is disclosed
  basis TEXT NOT NULL, -- by which law
  time_limit TEXT NOT NULL, -- until when
  publisher TEXT NOT NULL, -- by whom
  channels_text TEXT NOT NULL, -- the channels as written
  channels TEXT, -- JSON: standard names, else as written; NULL: a full list without marks
  public INTEGER NOT NULL, -- audience: 1 for everybody
  specific TEXT NOT NULL, -- audience: a named group
  active INTEGER NOT NULL, -- method: on our own initiative
  on_request INTEGER NOT NULL, -- method: on request
  levels TEXT NOT NULL, -- JSON: of administration
  extra TEXT NOT NULL, -- JSON: unknown columns by heading
  others TEXT NOT NULL, -- JSON: texts of columns that have no column here, by key
  notes TEXT NOT NULL, -- JSON: column key -> how the value came there
  places TEXT NOT NULL -- JSON: column key -> cell, where it is not the column's letters and this row
) STRICT;
CREATE INDEX item_submission ON item(submission);

CREATE TABLE person (
  -- One person of a liaison list.
  id INTEGER PRIMARY KEY, -- no meaning
  submission INTEGER NOT NULL REFERENCES submission(id), -- its table
  role TEXT NOT NULL, -- leader or liaison
  row INTEGER NOT NULL, -- row of the sheet from 1
  name TEXT NOT NULL, -- of the person
  post TEXT NOT NULL, -- office held
  contact TEXT NOT NULL, -- the contact cell as written
  phones TEXT NOT NULL, -- JSON: normalised
  emails TEXT NOT NULL, -- JSON: normalised
  odd_numbers TEXT NOT NULL, -- JSON: what looks like a number and is none
  notes TEXT NOT NULL, -- JSON: name, post, contact -> how it came there
  places TEXT NOT NULL -- JSON: name, post, contact -> cell
) STRICT;
CREATE INDEX person_submission ON person(submission);

CREATE TABLE finding (
  -- One fault or remark; wording and severity are in rules/findings.toml.
  id INTEGER PRIMARY KEY, -- order
  mail INTEGER NOT NULL REFERENCES inbox(id), -- the mail
  decision_no INTEGER NOT NULL, -- of the mail
  submission INTEGER REFERENCES submission(id), -- NULL: of the mail or a file
  code TEXT NOT NULL, -- kebab-case
  place TEXT NOT NULL, -- cell as a spreadsheet shows it
  heading TEXT NOT NULL, -- shown name of the column
  facts TEXT NOT NULL -- JSON: fills the text
) STRICT;
CREATE INDEX finding_mail ON finding(mail);
CREATE INDEX finding_submission ON finding(submission) WHERE submission IS NOT NULL;

CREATE TABLE received (
  -- Something came for a duty that a person must read.
  id INTEGER PRIMARY KEY, -- no meaning
  mail INTEGER NOT NULL REFERENCES inbox(id), -- the mail
  decision_no INTEGER NOT NULL, -- of the mail
  unit TEXT NOT NULL, -- key
  form TEXT NOT NULL, -- of the duty
  area INTEGER, -- of the duty
  kind TEXT NOT NULL, -- unreadable or held
  received_at TEXT NOT NULL, -- of its mail
  decided_at TEXT NOT NULL, -- when it was written
  confirmed_at TEXT, -- when the office had read and registered it
  voided_at TEXT, -- when the office threw it out, or it was decided again
  void_reason TEXT NOT NULL DEFAULT '' -- code
) STRICT;
CREATE INDEX received_mail ON received(mail);
CREATE INDEX received_duty ON received(unit, form, area);

CREATE TABLE exempt (
  -- The office says that a duty does not concern a unit.
  unit TEXT NOT NULL, -- key
  form TEXT NOT NULL, -- of the duty
  area INTEGER NOT NULL, -- 0: none
  why TEXT NOT NULL, -- in the office's words
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL, -- counts from then
  PRIMARY KEY (unit, form, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE deferral (
  -- A deadline moved by the office, for one unit or for all.
  id INTEGER PRIMARY KEY, -- the latest counts
  unit TEXT NOT NULL, -- key; empty: all
  form TEXT NOT NULL, -- of the duty
  area INTEGER NOT NULL, -- 0: all areas
  due TEXT NOT NULL, -- ISO date
  why TEXT NOT NULL, -- in the office's words
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL -- counts from then
) STRICT;

CREATE TABLE paused_unit (
  -- The office wants no reminders to go to a unit.
  unit TEXT PRIMARY KEY, -- key
  why TEXT NOT NULL, -- in the office's words
  by TEXT NOT NULL, -- who decided
  at TEXT NOT NULL -- counts from then
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  -- What the office wrote down about a unit: calls, promises.
  id INTEGER PRIMARY KEY, -- order
  unit TEXT NOT NULL, -- key
  text TEXT NOT NULL, -- in the office's words
  by TEXT NOT NULL, -- who
  at TEXT NOT NULL -- when
) STRICT;

CREATE TABLE address (
  -- Who may send for whom; several a unit, and one may send for several units.
  unit TEXT NOT NULL, -- key
  address TEXT NOT NULL COLLATE NOCASE, -- bare, lower-case domain
  source TEXT NOT NULL, -- command, confirmed, import, liaison, or leader: may send, is not written to
  added_at TEXT NOT NULL, -- when
  by TEXT NOT NULL, -- who
  note TEXT NOT NULL DEFAULT '', -- in the office's words
  PRIMARY KEY (unit, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_address (
  -- An address that bounced; it gets no notices until it writes or is registered again.
  address TEXT PRIMARY KEY COLLATE NOCASE, -- bare
  since TEXT NOT NULL, -- first bounce
  why TEXT NOT NULL, -- code
  mail INTEGER REFERENCES inbox(id) -- the delivery report
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  -- One letter: why it exists, to whom, where it stands.
  id INTEGER PRIMARY KEY, -- shown as l31
  key TEXT NOT NULL UNIQUE, -- says why it exists; a second letter with the key is not written
  kind TEXT NOT NULL, -- reply, command, notice, digest, alert or standing
  rank INTEGER NOT NULL, -- lower ones leave first: 0 answers, 1 notices
  template TEXT NOT NULL, -- name
  to_address TEXT NOT NULL COLLATE NOCASE, -- bare
  copies TEXT NOT NULL DEFAULT '[]', -- JSON: further addresses
  unit TEXT, -- key
  mail INTEGER REFERENCES inbox(id), -- what it answers
  in_reply_to TEXT NOT NULL DEFAULT '', -- Message-ID
  references_ids TEXT NOT NULL DEFAULT '[]', -- JSON: Message-IDs
  enclosures TEXT NOT NULL DEFAULT '[]', -- JSON: what is to be attached
  facts TEXT NOT NULL DEFAULT '{}', -- JSON: what the template says
  subject TEXT NOT NULL DEFAULT '', -- empty until rendered
  message_id TEXT NOT NULL, -- fixed beforehand
  state TEXT NOT NULL, -- waiting, sending, sent, dead, unconfirmed, dropped, withdrawn or withheld
  attempts INTEGER NOT NULL DEFAULT 0, -- claims
  recovered INTEGER NOT NULL DEFAULT 0, -- times it was found in sending after a crash
  error TEXT NOT NULL DEFAULT '', -- what the server said last, without addresses
  due_at TEXT NOT NULL, -- not before
  failing_since TEXT, -- first of the failures that last
  created_at TEXT NOT NULL, -- when it was queued
  claimed_at TEXT, -- when it was last taken for sending
  sent_at TEXT, -- when the server took it
  closed_at TEXT -- when it became dead, dropped, withdrawn or unconfirmed
) STRICT;
CREATE INDEX outbox_waiting ON outbox(rank, due_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_state ON outbox(state);
CREATE INDEX outbox_message_id ON outbox(message_id);
CREATE INDEX outbox_mail ON outbox(mail) WHERE mail IS NOT NULL;
CREATE INDEX outbox_to ON outbox(to_address, created_at);
CREATE INDEX outbox_sent ON outbox(sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE letter_content (
  -- The exact bytes of a letter, from rendering on.
  letter INTEGER PRIMARY KEY REFERENCES outbox(id), -- the letter
  content BLOB NOT NULL -- zlib
) STRICT;

CREATE TABLE receipt (
  -- A unit has answered one of our letters with a short acknowledgement.
  letter INTEGER NOT NULL REFERENCES outbox(id), -- the letter
  mail INTEGER NOT NULL REFERENCES inbox(id), -- the acknowledgement
  at TEXT NOT NULL, -- when it came
  PRIMARY KEY (letter, mail)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  -- Which reminder was claimed by which letter; a step leaves once.
  unit TEXT NOT NULL, -- key
  form TEXT NOT NULL, -- of the duty; kickoff or phase:<key> for letters of the campaign
  area INTEGER NOT NULL, -- 0: none
  deadline TEXT NOT NULL, -- ISO date
  step INTEGER NOT NULL, -- working days from the deadline
  letter INTEGER REFERENCES outbox(id), -- the letter; NULL: came too late to be sent
  at TEXT NOT NULL, -- when it was claimed
  PRIMARY KEY (unit, form, area, deadline, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest_code (
  -- The code of a digest; who answers with it may decide its questions.
  code TEXT PRIMARY KEY, -- random
  day TEXT NOT NULL, -- ISO date of the digest
  made_at TEXT NOT NULL -- codes live for some days
) STRICT, WITHOUT ROWID;

CREATE TABLE digest_question (
  -- A numbered question of a digest.
  code TEXT NOT NULL REFERENCES digest_code(code), -- the digest
  number INTEGER NOT NULL, -- as printed
  mail INTEGER NOT NULL REFERENCES inbox(id), -- what it asks about
  PRIMARY KEY (code, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  -- What happened, in order; rows are never changed or deleted. No names, no numbers, no cell contents.
  id INTEGER PRIMARY KEY, -- order
  at TEXT NOT NULL, -- when
  kind TEXT NOT NULL, -- code
  mail INTEGER, -- concerned
  unit TEXT, -- concerned
  submission INTEGER, -- concerned
  letter INTEGER, -- concerned
  by TEXT NOT NULL DEFAULT '', -- empty: the worker; else the office's word
  details TEXT NOT NULL DEFAULT '{}' -- JSON: codes, ids, counts
) STRICT;
CREATE INDEX event_mail ON event(mail) WHERE mail IS NOT NULL;
CREATE INDEX event_letter ON event(letter) WHERE letter IS NOT NULL;
CREATE INDEX event_at ON event(at);
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
