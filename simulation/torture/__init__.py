"""Torments a centre of real programs with faults, and judges from the history of what people did whether it held."""
