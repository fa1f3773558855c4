"""The receiver of the recipe takes what Adsum sends, and nothing else."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest

from adsum.app.ports.notify import Fate
from adsum.notify.webhook import WebhookRules, WebhookSender
from tests.fakes.clock import FakeClock
from tests.integration.notify.targets import delivery, targets

RECIPE = Path(__file__).parents[3] / "docs" / "recipes" / "webhooks.md"


def test_the_receiver_of_the_recipe_works(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.findall(r"```python\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)[0]
    names: dict[str, Any] = {"__name__": "recipe"}
    exec(compile(code, str(RECIPE), "exec"), names)
    names["Handler"].log_message = lambda *_: None
    server = HTTPServer(("127.0.0.1", 0), names["Handler"])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        known = targets(url)
        hook = replace(known.webhooks["t1"], secret=names["SECRET"].decode())
        known.webhooks["t1"] = hook
        rules = WebhookRules(allow_private=True, allow_plain=True)
        clock = FakeClock(datetime.now(UTC))
        sender = WebhookSender(known, clock, rules)
        assert sender.send(delivery("first")).fate is Fate.DELIVERED
        assert sender.send(delivery("again")).fate is Fate.DELIVERED
        clock.advance(timedelta(minutes=-6))
        assert sender.send(delivery("old")).fate is Fate.RETRY
        known.webhooks["t1"] = replace(hook, secret="another secret")
        assert sender.send(delivery("forged")).fate is Fate.RETRY
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert capsys.readouterr().out == "first\n"
