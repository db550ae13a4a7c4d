"""The steps, one a module, each from the one before it."""
