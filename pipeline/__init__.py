"""The way of a file: discover, extract, normalise, structure, check, store; and the command line."""
