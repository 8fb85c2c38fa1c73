"""What people see, the same everywhere: colours, sizes, faces, numbers, slips, words."""
