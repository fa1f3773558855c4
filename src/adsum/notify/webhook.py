"""Webhooks: a signed POST, once, with a deadline and without detours."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import timedelta

import httpx

from adsum.app.ports.clock import Clock
from adsum.app.ports.notify import Fate, Outcome, Targets
from adsum.app.ports.outbox import Delivery
from adsum.app.targets import Webhook
from adsum.notify.addresses import Forbidden, resolve
from adsum.notify.signing import (
    EVENT_HEADER,
    ID_HEADER,
    SIGNATURE_HEADER,
    TIME_HEADER,
    signature,
)

_GONE = 410
_MAX_AFTER = 86_400


@dataclass(frozen=True, slots=True)
class WebhookRules:
    """allow_private: also addresses of the own network. allow_plain: also http without TLS.

    deadline: seconds for all of an attempt. max_body: bytes. trust: the certificates that are
    believed; the machine's own by default.
    """

    allow_private: bool = False
    allow_plain: bool = False
    deadline: float = 10.0
    max_body: int = 262_144
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class WebhookSender:
    """Implements `app.ports.notify.Sender`.

    The id is the same at every attempt, so that the receiver can tell a repetition. An answer of
    2xx in time is a delivery; its body is not read. Redirects are not followed: they could lead
    into the own network, and the signature is meant for one address.
    """

    def __init__(self, targets: Targets, clock: Clock, rules: WebhookRules) -> None:
        self._targets = targets
        self._clock = clock
        self._rules = rules

    def send(self, delivery: Delivery) -> Outcome:
        """Make one attempt."""
        webhook = self._targets.webhook(delivery.target)
        body = delivery.body.encode()
        if webhook is None or not webhook.active:
            return Outcome(Fate.REFUSED, "the webhook was removed or switched off")
        if len(body) > self._rules.max_body:
            limit = self._rules.max_body
            return Outcome(Fate.REFUSED, f"the message has {len(body):,} bytes of {limit:,}")
        url = httpx.URL(webhook.url)
        if url.scheme != "https" and not self._rules.allow_plain:
            return Outcome(Fate.REFUSED, "the address is not https")
        headers = self._headers(delivery, webhook, body)
        return asyncio.run(self._within_deadline(url, headers, body))

    def _headers(self, delivery: Delivery, webhook: Webhook, body: bytes) -> dict[str, str]:
        sent_at = int(self._clock.now().timestamp())
        return {
            "Content-Type": "application/json",
            "User-Agent": "Adsum-Webhook/1",
            ID_HEADER: delivery.id,
            EVENT_HEADER: delivery.event,
            TIME_HEADER: str(sent_at),
            SIGNATURE_HEADER: signature(webhook.secret, sent_at, body),
        }

    async def _within_deadline(
        self, url: httpx.URL, headers: dict[str, str], body: bytes
    ) -> Outcome:
        try:
            async with asyncio.timeout(self._rules.deadline):
                return await self._post(url, headers, body)
        except Forbidden as error:
            return Outcome(Fate.REFUSED, str(error))
        except TimeoutError:
            return Outcome(Fate.RETRY, f"no answer within {self._rules.deadline:g} s")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            return Outcome(Fate.RETRY, f"{type(error).__name__}: {error}"[:300])

    async def _post(self, url: httpx.URL, headers: dict[str, str], body: bytes) -> Outcome:
        port = url.port or (443 if url.scheme == "https" else 80)
        allow = self._rules.allow_private
        address = (await resolve(url.host, port, allow_private=allow))[0]
        # To the address that was checked, in the name that was asked for: certificate and all.
        pinned = url.copy_with(host=address, userinfo=b"")
        named = {**headers, "Host": url.netloc.decode("ascii")}
        async with (
            httpx.AsyncClient(
                verify=self._rules.trust,
                timeout=self._rules.deadline,
                follow_redirects=False,
                trust_env=False,
            ) as client,
            client.stream(
                "POST",
                pinned,
                content=body,
                headers=named,
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
            ) as answer,
        ):
            return _judged(answer)


def _judged(answer: httpx.Response) -> Outcome:
    if answer.is_success:
        return Outcome(Fate.DELIVERED)
    reason = f"the receiver answered {answer.status_code}"
    if answer.status_code == _GONE:
        return Outcome(Fate.REFUSED, reason)
    if answer.is_redirect:
        reason += " and redirects, which is not followed"
    seconds = answer.headers.get("Retry-After", "")
    wait = int(seconds) if seconds.isdecimal() and len(seconds) <= 6 else 0
    return Outcome(Fate.RETRY, reason, timedelta(seconds=min(wait, _MAX_AFTER)) if wait else None)
