"""What if: the cards of the last months played again by other rules, beside what really happened."""


def start() -> None:
    """Its rights, its commands and its effect are known from now on."""
    from . import rights, working  # noqa: F401 – fills the registries of effects and of commands

    rights.register()
