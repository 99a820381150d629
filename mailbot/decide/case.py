"""All that deciding about one mail needs, as one value."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.decide.behalf import Behalf, on_behalf
from mailbot.forms.draft import Drafts
from mailbot.model.decision import Attribution, Directory, History
from mailbot.model.mail import Contents, Mail
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Case:
    """One mail with what was read in it, whose it seems to be, and the little of the past that matters.

    ``reply_key`` is the outbox key of the answer (``reply:<mail>:<decision no>``).
    """

    contents: Contents
    drafts: Drafts
    attribution: Attribution
    history: History
    directory: Directory
    rulebook: Rulebook
    now: datetime
    reply_key: str

    @property
    def mail(self) -> Mail:
        """The mail itself."""
        return self.contents.mail

    @property
    def trusted(self) -> bool:
        """Tell whether the office itself writes, as far as its address says."""
        return is_trusted(self.mail, self.directory)

    @property
    def behalf(self) -> Behalf | None:
        """For whom the office says that it sends; None for anybody else's mail."""
        return on_behalf(self.mail, self.rulebook) if self.trusted else None

    @property
    def familiar(self) -> bool:
        """Tell whether the office knows the sender's address, whosever the mail may be."""
        return self.trusted or (self.mail.sender.lower() in self.directory.units and self.mail.authenticated is not False)


def is_trusted(mail: Mail, directory: Directory) -> bool:
    """Tell whether a mail comes from the office, as far as its address says and nobody we believe denies."""
    return mail.sender.lower() in directory.trusted and mail.authenticated is not False
