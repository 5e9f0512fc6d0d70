"""The only writers of this room."""

from .packs import PackRefused, install_pack
from .settings import change_settings

__all__ = ["PackRefused", "change_settings", "install_pack"]
