"""What citizens see and touch: one file a page. Only Kivy's main thread comes here."""
