"""Client keys: what was asked and answered, so that a repeated call is answered and not done again."""

from __future__ import annotations

from django.db import models


class CommandLog(models.Model):
    key = models.CharField(max_length=300, primary_key=True)
    body = models.CharField(max_length=64)
    response = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_command_log"
        indexes = [models.Index(fields=["at"], name="command_log_at")]
