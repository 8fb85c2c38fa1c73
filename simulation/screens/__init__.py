"""Every screen of every program as a picture: what there is, how it is drawn, measured and laid out on a page."""
