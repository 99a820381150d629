"""Frozen values that travel between the rooms; no behaviour beyond what their own fields tell."""
