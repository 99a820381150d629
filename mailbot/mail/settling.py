"""Does to a handled mail what the settings ask, and to no other mail anything.

imap-tools' own ``flag``, ``delete`` and ``move`` end in a plain EXPUNGE, which also removes what
people marked as deleted; here the only expunge is UID EXPUNGE (RFC 4315) of a mail just copied.
"""

from imap_tools import BaseMailBox, MailboxFolderCreateError
from imap_tools.utils import encode_folder

from mailbot.errors import TryLater
from mailbot.mail.trouble import trouble
from mailbot.mail.wire import readable

DONE_KEYWORD = "$MailbotDone"


def mark(box: BaseMailBox, uid: int) -> None:
    """Set our keyword on a mail of the open folder; people's mail programs do not show it.

    Some servers say OK to a keyword and forget it; PERMANENTFLAGS tells (RFC 9051, 7.1).
    """
    permanent = readable(box.client.untagged_responses.get("PERMANENTFLAGS", [rb"\*"])[-1])
    if r"\*" not in permanent and DONE_KEYWORD not in permanent:
        raise trouble("no-keywords", folder=box.folder.get(), detail=permanent)
    status, answer = box.client.uid("STORE", str(uid), "+FLAGS.SILENT", f"({DONE_KEYWORD})")
    if status != "OK":
        raise trouble("no-keywords", folder=box.folder.get(), detail=readable(answer))


def move(box: BaseMailBox, uid: int, folder: str) -> None:
    """Move a mail of the open folder: MOVE (RFC 6851), or copy and UID EXPUNGE; else an OperatorError."""
    client, where = box.client, encode_folder(folder).decode("ascii")
    if "MOVE" in client.capabilities:
        _must(client.uid("MOVE", str(uid), where))
        return
    if "UIDPLUS" not in client.capabilities:
        raise trouble("no-move")
    _must(client.uid("COPY", str(uid), where))
    _must(client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
    _must(client.uid("EXPUNGE", str(uid)))


def find_or_make(box: BaseMailBox, name: str) -> str:
    """Give the real name of a folder, made if need be; "/" stands for the server's delimiter."""
    root = box.folder.list("", "")
    delimiter = root[0].delim if root else "/"
    real = name if delimiter in {"", "NIL"} else name.replace("/", delimiter)
    # Some servers keep all folders of a person below INBOX.
    candidates = (real, f"INBOX{delimiter}{real}")
    for candidate in candidates:
        if box.folder.exists(candidate):
            return candidate
    return _create(box, candidates)


def _create(box: BaseMailBox, candidates: tuple[str, ...]) -> str:
    detail = ""
    for candidate in candidates:
        try:
            box.folder.create(candidate)
        except MailboxFolderCreateError as error:
            detail = readable(error.command_result[1])
            if "ALREADYEXISTS" not in detail.upper():
                continue
        return candidate
    raise trouble("no-move-folder", folder=candidates[0], detail=detail)


def _must(result: tuple[str, object]) -> None:
    status, answer = result
    if status != "OK":
        raise TryLater(f"moving a mail: {readable(answer)}")
