"""The voice: a pack of spoken clips, their splicing into one call, and the players that make it heard."""
