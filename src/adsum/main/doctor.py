"""What the doctor looks at."""

from __future__ import annotations

import numpy as np

from adsum.app.examine import Examine
from adsum.config.settings import Settings
from adsum.errors import AdsumError
from adsum.main.application import Application
from adsum.models import provision
from adsum.storage.engine import SAFE_SQLITE, sqlite_module, sqlite_warning


class OldSqlite(AdsumError):
    """The only SQLite at hand has a known bug."""

    code = "storage.old_sqlite"
    remedy = (
        f"Install pysqlite3, or a Python with SQLite {'.'.join(map(str, SAFE_SQLITE))} or newer."
    )


def examine(settings: Settings) -> Examine:
    """Return the doctor for the data folder, the database, the weights and the models."""
    adsum = Application(settings)

    def data() -> str:
        with adsum.store.write() as records:
            return f"{settings.data}: {len(records.people.names())} people"

    def sqlite() -> str:
        warning = sqlite_warning()
        if warning is not None:
            raise OldSqlite(warning)
        return f"SQLite {sqlite_module().sqlite_version}"

    def weights() -> str:
        faults = [fault for fault in provision.verify().values() if fault is not None]
        if faults:
            raise faults[0]
        return f"{len(provision.rows())} files, SHA-256 right"

    def models() -> str:
        image = np.zeros((64, 64, 3), np.uint8)
        pipeline = adsum.recogniser(_in_use(adsum))
        pipeline.detect(image)
        return f"{pipeline.made_by} runs"

    checks = {"data": data, "sqlite": sqlite, "weights": weights, "models": models}
    return Examine(checks)


def _in_use(adsum: Application) -> str:
    try:
        return adsum.switch_recogniser.choice().active
    except AdsumError:
        return ""  # the records cannot be read, which another check says: look at the default
