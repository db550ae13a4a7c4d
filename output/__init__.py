"""Records to database, CSV and JSON Lines; and back out of the database."""
