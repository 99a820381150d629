"""Every named step at which the process may be killed, in the order of a pass; the source is held to this list."""

STEPS = (
    "tick.recovered",  # letters found half-way are settled, nothing else has begun
    "poll.listed",  # the mailbox has answered, nothing is fetched
    "poll.fetched",  # bytes are here, not on disk
    "poll.storing",  # inside the transaction that stores them
    "poll.stored",  # some mails are in the inbox, the listing is not noted
    "poll.done",  # all are in the inbox
    "drop.stored",  # a file of the drop folder is in the inbox, and still in its folder
    "process.begun",  # attempts are counted
    "process.read",  # the mail is read, by the child
    "process.rendered",  # its letters are finished
    "process.decided",  # it waits for the common commit
    "process.written",  # inside the transaction
    "process.committed",  # outcomes, tables and letters are on disk
    "commands.carried",  # an order of the office is carried out, its mail not decided
    "announce.queueing",  # inside the transaction that queues notices
    "announce.notices",  # notices are queued
    "digest.queueing",  # inside the transaction that queues the digest
    "announce.digest",  # the digest is queued
    "deliver.claiming",  # inside the transaction that claims a letter
    "deliver.claimed",  # a letter is `sending`, the wire has not seen it
    "deliver.sent",  # the wire has taken it, the database does not know (RFC 1047)
    "deliver.marking",  # inside the transaction that says so
    "deliver.marked",  # it is `sent`
    "settle.moved",  # a mail was moved in the mailbox, the database does not know
    "settle.marked",  # it does
)

GAP = ("deliver.claimed", "deliver.sent", "deliver.marking")
"""A letter killed here is `sending`: nobody can know whether it left."""
