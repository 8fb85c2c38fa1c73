"""Reports: the dashboard, its figures told apart, lists of turns, charts, the printed page and files to take home."""
