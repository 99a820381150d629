"""What the office decides: orders as data, one function an order, for the command line and for mail alike."""
