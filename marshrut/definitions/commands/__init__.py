"""The only writers of this room."""

from .grants import reset_grants, set_grants
from .packs import PackRefused, install_pack
from .settings import change_settings

__all__ = ["PackRefused", "change_settings", "install_pack", "reset_grants", "set_grants"]
