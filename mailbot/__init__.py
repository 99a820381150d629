"""Mailbot: an email-driven processor for the submissions of a county's disclosure campaign."""

__version__ = "0.1.0"
