"""Tools of the house: run by `make`, never by the program."""
