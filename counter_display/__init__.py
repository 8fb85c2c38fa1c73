"""The hall board and the counter displays: the number, by sight and voice."""
