"""The imperative shell: fetch facts, call one pure function, write one transaction.

``poll`` mailbox -> inbox; ``process`` inbox -> decision; ``announce`` calendar -> outbox;
``deliver`` outbox -> wire; ``tick`` one pass of all of them. Each takes a ``Desk`` and an instant.
"""
