"""What is read from the tables, by subject. Each function takes a connection and gives plain values."""
