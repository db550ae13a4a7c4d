"""What is known: record types, the ITA frame of each fiscal year, agencies and provinces, samples."""
