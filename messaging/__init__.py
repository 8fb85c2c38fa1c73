"""What the programs say to each other: topics, snapshots, requests, and the ways they travel."""
