from django.apps import AppConfig


class LdapConfig(AppConfig):
    name = "marshrut.integrations.ldap"
    label = "ldap"

    def ready(self) -> None:
        from django.conf import settings

        if settings.LDAP:
            from marshrut.jobs.registry import on_housekeeping

            from . import sync

            on_housekeeping("ldap.sync", sync.EVERY)(sync.duty)
