"""Back-test of the waiting-time estimate on simulated days it never saw."""
