"""The line drawings of `look.icons` on a Kivy screen, sharp at any size and in any colour."""

from functools import lru_cache

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import ColorProperty, StringProperty
from kivy.uix.widget import Widget

from look import colours
from look.icons import icon_mask


class Icon(Widget):
    """One icon, as large as its box and in its middle."""

    name = StringProperty("neutral")
    color = ColorProperty(colours.rgba(colours.INK))

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._draw_soon = Clock.create_trigger(lambda _dt: self.draw(), -1)
        for name in ("pos", "size", "name", "color"):
            self.fbind(name, lambda *_: self._draw_soon())
        self._draw_soon()

    def draw(self) -> None:
        """Draw now; it is otherwise done before the next frame."""
        self.canvas.clear()
        side = int(min(self.width, self.height))
        if side < 8:
            return
        with self.canvas:
            Color(*self.color)
            Rectangle(
                texture=_texture(self.name, side),
                pos=(round(self.center_x - side / 2), round(self.center_y - side / 2)),
                size=(side, side),
            )


@lru_cache(maxsize=64)
def _texture(name: str, side_px: int) -> Texture:
    mask = icon_mask(name, side_px)
    texture = Texture.create(size=mask.size, colorfmt="rgba")
    white = b"\xff" * (side_px * side_px)
    pixels = bytearray(side_px * side_px * 4)
    for channel in range(3):
        pixels[channel::4] = white
    pixels[3::4] = mask.tobytes()
    texture.blit_buffer(bytes(pixels), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
