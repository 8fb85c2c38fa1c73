"""The greeter's pages: a number by the hand of staff, and the slips in people's hands."""
