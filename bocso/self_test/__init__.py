"""`bocso self-test`: a walk over one machine, part by part, that ends in a pass sheet."""
