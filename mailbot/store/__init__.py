"""The only place with SQL: one SQLite file that remembers everything (design, 4 and 6)."""
