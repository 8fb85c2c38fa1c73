"""A centre without its metal: the demo, the visit, and the simulated parts they are made of."""
