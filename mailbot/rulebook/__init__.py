"""The rules of one campaign as text files, loaded into frozen values and checked as a whole."""
