"""Let ``python -m mailbot`` do what the command ``mailbot`` does."""

from mailbot.cli.main import main

main()
