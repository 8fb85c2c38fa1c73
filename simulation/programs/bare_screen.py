"""A window with one word in it, on the libraries of the kiosk or of a display: what those cannot be below."""

import threading

from look import kivy_setup
from messaging.settings import read_settings
from simulation.bench.libraries import load_libraries
from simulation.programs.starting import read_start, stop_on_signals


def main() -> None:
    start = read_start("bare_screen")
    from counter_display.settings import DisplaySettings
    from kiosk.settings import KioskSettings

    settings: KioskSettings | DisplaySettings
    if start.settings.stem.startswith("kiosk"):
        settings = read_settings(KioskSettings, start.settings)
    else:
        settings = read_settings(DisplaySettings, start.settings)
    kivy_setup.prepare(title="bare", size=(settings.width, settings.height), home=settings.data_dir / "kivy")
    load_libraries()
    from kivy.app import App
    from kivy.clock import Clock
    from kivy.uix.label import Label

    from simulation.programs.kivy_door import KivyDoor

    class BareApp(App):
        def build(self) -> Label:
            return Label(text="A001")

    app, is_stopping = BareApp(), threading.Event()
    start.control.add(KivyDoor().commands())
    stop_on_signals(is_stopping.set)
    Clock.schedule_interval(lambda _dt: app.stop() if is_stopping.is_set() else None, 0.1)
    app.run()


if __name__ == "__main__":
    main()
