"""Small reports of invented local governments, their true records, and the program that makes both."""
