-- Step 5: what is known of mails that cannot be fetched, so that who sent one is not reminded meanwhile (pitfalls, 73).

CREATE TABLE unfetched (
  -- What is known of a mail that cannot be fetched; gone as soon as it is here, or no longer in the mailbox.
  folder TEXT NOT NULL, -- folder of the mailbox
  uid_validity INTEGER NOT NULL, -- as in sighting
  uid INTEGER NOT NULL, -- as in sighting
  failed_at TEXT NOT NULL, -- first failure
  received_at TEXT, -- when the mailbox received it, where its headers could be read
  head BLOB, -- its headers
  PRIMARY KEY (folder, uid_validity, uid)
) STRICT, WITHOUT ROWID;

INSERT INTO unfetched(folder, uid_validity, uid, failed_at)
  SELECT folder, uid_validity, uid, at FROM sighting WHERE mail IS NULL AND error != 'gone';
