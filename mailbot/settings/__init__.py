"""Settings of an installation: ``mailbot.toml``, ``.env`` and ``MAILBOT_...`` of a home (interface, 2).

Secrets come from the environment, ``.env`` or a ``password_file``; never from ``mailbot.toml``.
"""

from mailbot.settings.load import LOOPBACK as LOOPBACK
from mailbot.settings.load import example as example
from mailbot.settings.load import is_loopback as is_loopback
from mailbot.settings.load import load_settings as load_settings
from mailbot.settings.model import Alarm as Alarm
from mailbot.settings.model import Imap as Imap
from mailbot.settings.model import Limits as Limits
from mailbot.settings.model import Log as Log
from mailbot.settings.model import Mailbox as Mailbox
from mailbot.settings.model import Office as Office
from mailbot.settings.model import Retention as Retention
from mailbot.settings.model import Section as Section
from mailbot.settings.model import Security as Security
from mailbot.settings.model import Settings as Settings
from mailbot.settings.model import Smtp as Smtp
from mailbot.settings.model import Wire as Wire
from mailbot.settings.model import Worker as Worker
