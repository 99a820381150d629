"""Judging a recognised table: one question a function, no wording, no severity (rules/findings.toml)."""
