"""The number pad at a desk: real, through the kernel's input events, and simulated through a pipe."""
