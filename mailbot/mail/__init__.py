"""Wires to the outside: where mail comes from and where letters go."""
