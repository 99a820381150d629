"""Every named step at which the process may be killed, in the order of a pass; the source is held to this list.

A name in -ing stands inside a transaction, or before a file gets its name: a kill there leaves what was before.
"""

STEPS = (
    "tick.recovering",  # inside the transaction that settles letters found half-way
    "tick.recovered",  # they are settled, nothing else has begun
    "poll.listed",  # the mailbox has answered, nothing is fetched
    "poll.fetched",  # bytes are here, not on disk
    "poll.storing",  # inside the transaction that stores them
    "poll.stored",  # some mails are in the inbox, the listing is not noted
    "poll.noting",  # inside the transaction that notes how far the mailbox was read
    "poll.done",  # all are in the inbox
    "drop.storing",  # inside the transaction that stores a file of the drop folder
    "drop.stored",  # it is in the inbox, and still in its folder
    "drop.moved",  # it is in both places where it belongs
    "process.beginning",  # inside the transaction that counts attempts
    "process.begun",  # attempts are counted
    "process.read",  # the mail is read, by the child
    "process.attributed",  # whose it is, is known
    "process.judged",  # it is decided, its letters are not begun
    "process.rendered",  # its letters are finished
    "process.decided",  # it waits for the common commit
    "process.writing",  # inside the transaction: its outcome and its files are written
    "process.filing",  # and its tables
    "process.answering",  # and its letters
    "process.learning",  # and what happened; addresses are not learnt yet
    "process.written",  # and those
    "process.committed",  # outcomes, tables and letters are on disk
    "commands.carrying",  # inside the transaction of an order of the office, its answer is not kept
    "commands.carried",  # it is carried out, its mail not decided
    "commands.answered",  # all orders are, and the answer is put into words
    "commands.writing",  # inside the transaction that decides the mail and queues the answer
    "commands.committed",  # it is decided and answered
    "announce.queueing",  # inside the transaction that queues notices
    "announce.notices",  # notices are queued
    "digest.written",  # the digest is put into words
    "digest.queueing",  # inside the transaction that queues it
    "announce.digest",  # the digest is queued
    "deliver.revised",  # a notice is put into words and not claimed
    "deliver.claiming",  # inside the transaction that claims a letter
    "deliver.claimed",  # a letter is `sending`, the wire has not seen it
    "wire.writing",  # a letter to a folder is whole under another name
    "deliver.sent",  # the wire has taken it, the database does not know (RFC 1047)
    "deliver.marking",  # inside the transaction that says so
    "deliver.marked",  # it is `sent`
    "settle.moved",  # a mail was moved in the mailbox, the database does not know
    "settle.marking",  # inside the transaction that says so
    "settle.marked",  # it does
    "health.writing",  # the file for supervisors is whole under another name
)

GAP = ("deliver.claimed", "wire.writing", "deliver.sent", "deliver.marking")
"""A letter killed here is `sending`: nobody can know whether it left."""

UNSEEN = ("deliver.claimed", "wire.writing")
"""Of these, the steps at which it has not."""
