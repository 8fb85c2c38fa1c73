"""The pad with a touch screen: faces to touch, and after a low score a reason that may be skipped."""
