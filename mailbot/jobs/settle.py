"""What is done to handled mails in the mailbox, if the settings say so: after commit, never before (pitfalls, 5)."""

import logging

from mailbot.errors import TryLater
from mailbot.jobs.desk import Desk
from mailbot.mail.ports import Gone
from mailbot.store import sightings
from mailbot.store.database import transaction

log = logging.getLogger(__name__)


def settle(desk: Desk) -> int:
    """Mark or move the mails that were decided; gives how many. A failed move undoes nothing."""
    after = desk.settings.mailbox.after
    if after == "leave":
        return 0
    settled = 0
    for key in sightings.unsettled(desk.db, desk.folder):
        try:
            desk.source.settle(key, after)
        except Gone:
            log.info("mail %s/%d was moved before", key.folder, key.uid)
        except TryLater as error:
            log.warning("mails could not be settled: %s", error)
            return settled
        with transaction(desk.db):
            sightings.set_settled(desk.db, key)
        settled += 1
    return settled
