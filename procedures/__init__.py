"""The centre's list of administrative procedures: what one is, how it is looked up, and how a file of them is read."""
