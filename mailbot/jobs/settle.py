"""What is done to handled mails in the mailbox, if the settings say so: after commit, never before (pitfalls, 5)."""

import logging

from mailbot import checkpoint
from mailbot.errors import OperatorError, TryLater
from mailbot.jobs.desk import Desk
from mailbot.mail.ports import Gone
from mailbot.store import sightings
from mailbot.store.database import transaction

log = logging.getLogger(__name__)


def settle(desk: Desk) -> str:
    """Mark or move the mails that were decided; gives the code of what stands in the way, "" when nothing does.

    A failed move undoes nothing: the mail is decided, and is tried again with the next pass.
    """
    after = desk.settings.mailbox.after
    if after == "leave":
        return ""
    for key in sightings.unsettled(desk.db, desk.folder):
        try:
            desk.source.settle(key, after)
        except Gone:
            log.info("mail %s/%d was moved before", key.folder, key.uid)
        except (OperatorError, TryLater) as error:
            log.warning("mails could not be settled: %s", error)
            return getattr(error, "code", type(error).__name__)
        checkpoint.reach("settle.moved")
        with transaction(desk.db):
            sightings.set_settled(desk.db, key)
            checkpoint.reach("settle.marking")
        checkpoint.reach("settle.marked")
    return ""
