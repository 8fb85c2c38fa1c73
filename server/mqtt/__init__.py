"""State out: retained snapshots to the devices, and their presence in."""
