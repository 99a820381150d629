"""Bytes from outside become values: mails by ``message``, attached files by ``files``; nothing here raises for bad input."""
