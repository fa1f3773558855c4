"""Where the records are, and how their tables come to be."""

from __future__ import annotations

from sqlalchemy import URL, make_url

from adsum.config.settings import Settings
from adsum.storage.engine import open_engine
from adsum.storage.errors import folder_trouble
from adsum.storage.schema import bring_up_to_date
from adsum.storage.setup import DatabaseSetup, move_schema, set_up_server
from adsum.storage.spool import SealedSpool
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault, load_key

DATABASE, KEY, UPLOADS = "adsum.db", "adsum.key", "uploads"


def open_store(settings: Settings) -> SqlStore:
    """Open the records; the data folder, its key and its tables are made if they are missing."""
    folder = settings.data
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = load_key(folder / KEY)
    except OSError as error:
        raise folder_trouble(error, folder) from error
    engine = open_engine(database_url(settings))
    bring_up_to_date(engine)
    return SqlStore(engine, Vault(key))


def open_uploads(settings: Settings) -> SealedSpool:
    """Return where large uploads wait, sealed with the key of the records."""
    return SealedSpool(settings.data / UPLOADS, Vault(load_key(settings.data / KEY)))


def database_url(settings: Settings) -> str | URL:
    """Return where the records are: the URL of the settings, or SQLite in the data folder."""
    # Built from parts: a question mark in the path is no query.
    own = URL.create("sqlite", database=str(settings.data / DATABASE))
    return settings.database_url or own


def set_up_database(settings: Settings, admin_url: str, user: str, host: str) -> DatabaseSetup:
    """Make the database with its tables; on a server also a least-privilege user."""
    if admin_url:
        return set_up_server(admin_url, user, host)
    open_store(settings).close()
    where = make_url(database_url(settings)).render_as_string()
    did = (f"Made or checked the data folder {settings.data}.", f"Made or updated {where}.")
    return DatabaseSetup(did, where)


def migrate_database(settings: Settings, revision: str | None) -> str:
    """Take the tables to a revision (None: the newest) and return where they are."""
    return move_schema(database_url(settings), revision)
