"""Makes reports that no municipality wrote: random true records in a random layout, from a seed."""
