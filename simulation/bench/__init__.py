"""How far the server is from what this machine can do: loads, floors, interleaved rounds and their report."""
