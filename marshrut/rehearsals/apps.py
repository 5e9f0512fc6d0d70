from django.apps import AppConfig


class RehearsalsConfig(AppConfig):
    name = "marshrut.rehearsals"
    label = "rehearsals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.definitions.validation import trials

        from . import proofs, stories, whatif

        trials.on_trial("proofs", proofs.check)
        trials.on_trial("stories", stories.check)
        whatif.start()
