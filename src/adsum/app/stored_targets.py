"""Where deliveries go, out of the documents, with the secrets put back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adsum.app import codec
from adsum.app.documents import secret_name
from adsum.app.kinds import KINDS
from adsum.app.ports.store import Store
from adsum.app.report import name_of
from adsum.app.targets import NotificationTarget, Webhook


@dataclass(frozen=True, slots=True)
class StoredTargets:
    """Implements `app.ports.notify.Targets`."""

    store: Store

    def webhook(self, id: str) -> Webhook | None:
        """Return the webhook with its secret; None if either is gone."""
        with self.store.read() as records:
            stored = records.documents.get("webhook", id)
            secret = records.secrets.get(secret_name(KINDS["webhook"], id, "secret"))
        if stored is None or secret is None:
            return None
        return replace(codec.loads(Webhook, stored.body), secret=secret)

    def notification(self, id: str) -> NotificationTarget | None:
        """Return the target with its address; None if either is gone."""
        with self.store.read() as records:
            stored = records.documents.get("notification", id)
            url = records.secrets.get(secret_name(KINDS["notification"], id, "url"))
        if stored is None or url is None:
            return None
        return replace(codec.loads(NotificationTarget, stored.body), url=url)

    def person_name(self, person_id: str) -> str:
        """Return what to call a person; of somebody who was forgotten, a part of the pseudonym."""
        with self.store.read() as records:
            return name_of(person_id, records.people.names([person_id]))
