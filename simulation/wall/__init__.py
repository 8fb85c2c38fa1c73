"""The wall: one browser page with every device of the sample centre, to be touched, watched and broken."""
