"""An uploaded picture, drawn anew from its pixels: whatever else was in the file reaches no board."""

import hashlib
import io

from PIL import Image, ImageOps, UnidentifiedImageError

from server.actions.board_pictures import UPLOAD_LIMIT_BYTES, CheckedPicture
from server.errors import Unprocessable

LONGEST_SIDE = 1920
"""Pixels: no board shows more."""
PIXELS_AT_MOST = 40_000_000
"""A picture of few bytes may hold more pixels than the machine has memory for."""
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}


def checked_picture(uploaded: bytes) -> CheckedPicture:
    """The picture drawn anew: upright, no larger than a board, with nothing in it but its pixels.

    Raises:
        Unprocessable: no PNG or JPEG, damaged, or too large.
    """
    if len(uploaded) > UPLOAD_LIMIT_BYTES:
        raise Unprocessable("picture_too_large", "Ảnh lớn quá 4 MB. Vui lòng thu nhỏ rồi thử lại.")
    try:
        with Image.open(io.BytesIO(uploaded), formats=tuple(_MEDIA_TYPES)) as found:
            form = str(found.format)
            if found.width * found.height > PIXELS_AT_MOST:
                raise Unprocessable("picture_too_large", "Ảnh có quá nhiều điểm ảnh. Vui lòng thu nhỏ rồi thử lại.")
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = upright.convert("RGBA" if form == "PNG" and upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise Unprocessable("no_picture", "Tệp này không phải ảnh PNG hoặc JPEG, hoặc đã hỏng.") from fault
    made = io.BytesIO()
    if form == "PNG":
        drawn.save(made, "PNG", optimize=True)
    else:
        drawn.save(made, "JPEG", quality=88)
    content = made.getvalue()
    return CheckedPicture(hashlib.sha256(content).hexdigest(), _MEDIA_TYPES[form], content)
