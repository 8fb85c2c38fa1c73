"""What phones see: the page of one's own number, and the procedures to look up. A program of its own serves it."""
