"""What the tests of the boards share."""

from clip_pack_fixture import clip_pack

__all__ = ["clip_pack"]
