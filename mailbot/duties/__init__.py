"""Who owes what by when, how it stands, and which letter or digest is due; no clock, no store."""
