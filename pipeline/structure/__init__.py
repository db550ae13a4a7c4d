"""Document to records: what stands where, what it means, and how sure that is."""
