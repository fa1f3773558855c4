"""Telling the outside: signed webhooks, e-mail and chat."""
