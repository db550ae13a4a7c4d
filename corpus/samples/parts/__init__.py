"""One module a sample: each builds its document and its true records from the same data."""
