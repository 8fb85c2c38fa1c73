"""What hangs on the wall: the hall board and the counter display, drawn with Kivy."""
