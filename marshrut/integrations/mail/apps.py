from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "marshrut.integrations.mail"
    label = "mail"

    def ready(self) -> None:
        from marshrut.channels import wire
        from marshrut.jobs.registry import on_effect, on_housekeeping
        from marshrut.letters import post

        from . import checking, copying, fetching, intake, sending
        from .notifying.email_wire import Email

        post.register(checking.check)
        post.register_taker(intake.insist)
        on_effect(fetching.EFFECT, lane=fetching.LANE, lease=fetching.LEASE, max_attempts=3)(fetching.fetch)
        on_housekeeping("mail.fetch", fetching.EVERY)(fetching.duty)
        on_effect(sending.EFFECT, lane=sending.LANE, lease=sending.LEASE, max_attempts=sending.TRIES)(sending.send)
        on_effect(copying.COPY, lane=copying.LANE, lease=60, max_attempts=5)(copying.copy)
        on_housekeeping("mail.rescue", sending.EVERY)(sending.rescue)
        wire.register(Email())
