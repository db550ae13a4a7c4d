"""Thai text as it should be: pure functions, no I/O, nothing about ITA tables."""
