"""Gives the vault its place among the rooms."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Who can read: keys, wraps, openings and sessions. The only room that does cryptography."""

    name = "havenline.vault"
    label = "vault"
    verbose_name = "Vault"
