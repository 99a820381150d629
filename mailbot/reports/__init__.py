"""What the office hands in: figures and files made of values that were read before; pure, the home of pandas with standards."""
