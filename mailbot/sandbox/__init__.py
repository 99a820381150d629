"""A child process in which every byte from outside is read (design, 3); the parent sees values only."""
