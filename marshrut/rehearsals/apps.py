from django.apps import AppConfig


class RehearsalsConfig(AppConfig):
    name = "marshrut.rehearsals"
    label = "rehearsals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.definitions.validation import trials

        from . import commands, nightly, proofs, rights, stories, whatif, working  # noqa: F401 – fill their registries

        trials.on_trial("proofs", proofs.check)
        trials.on_trial("stories", stories.check)
        rights.register()
        nightly.register()
        whatif.start()
