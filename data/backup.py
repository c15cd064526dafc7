"""``python -m data.backup``: a copy of the database, safe while the bot runs; old copies go, as members are told."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from data.errors import DatabaseCorrupt, DatabaseUnavailable, DataError, translated
from data.home import database_file, home_directory
from data.times import utc_now

KEEP_DAYS = 30
"""So long a copy is kept: what a member erased is gone from every backup after it."""
PAGES_AT_ONCE = 1_000
"""Copied in one step: the bot's writers wait for four megabytes at most."""

_DESCRIPTION = """\
Copy Segue's database into a folder while the bot runs, check the copy, and remove the copies there that are older than
--keep-days. Run it once a day (cron, systemd). What a member erases lives on in older copies until those are removed:
after restoring one, the bot answers from it, so ask whoever erased something since to do so again."""
_EPILOG = """\
examples:
  python -m data.backup /srv/backups
  python -m data.backup /srv/backups --keep-days 7

To restore: stop the bot, copy the file to SEGUE_HOME/segue.sqlite3, remove segue.sqlite3-wal and -shm beside it,
and start."""
_PREFIX, _SUFFIX, _STAMP = "segue-", ".sqlite3", "%Y%m%dT%H%M%SZ"
BAD_INPUT, STOPPED = 2, 130


def back_up(database: Path, folder: Path, now: datetime) -> Path:
    """Copy a database that may be in use, all of it at one moment, and check the copy.

    Returns
    -------
    Path
        The copy, named by the moment; it is there whole or not at all, readable by its owner alone.

    Raises
    ------
    DatabaseError
        The database cannot be read, or the copy is damaged.
    OSError
        The folder cannot be written.
    """
    if not database.is_file():
        raise DatabaseUnavailable(database, "there is no such file")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{_PREFIX}{now.strftime(_STAMP)}{_SUFFIX}"
    part = copy.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            translated(database),
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target, pages=PAGES_AT_ONCE)
            target.execute("PRAGMA journal_mode = DELETE")
            if target.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise DatabaseCorrupt(database, "its copy is damaged")
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)
    return copy


def remove_old(folder: Path, before: datetime) -> list[Path]:
    """Remove the copies that were made before a moment, by the moment in their names; other files stay.

    Returns
    -------
    list of Path
        What was removed, oldest first.
    """
    old = [path for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")) if _is_before(path, before)]
    for path in old:
        path.unlink()
    return old


def _is_before(path: Path, moment: datetime) -> bool:
    try:
        made = datetime.strptime(path.name, f"{_PREFIX}{_STAMP}{_SUFFIX}").replace(tzinfo=moment.tzinfo)
    except ValueError:
        return False
    return made < moment


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the copy is there, 2 when it cannot be made, 130 when stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m data.backup",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where the copies lie; not inside SEGUE_HOME")
    parser.add_argument("--home", type=Path, default=home_directory(), help="SEGUE_HOME (now %(default)s)")
    parser.add_argument("--keep-days", type=int, default=KEEP_DAYS, help="how long a copy is kept (%(default)s)")
    options = parser.parse_args(arguments)
    if options.keep_days < 1:
        parser.error("--keep-days must be at least 1")
    if options.folder.resolve().is_relative_to(options.home.resolve()):
        parser.error(f"{options.folder} lies inside {options.home}, whose files hold nothing of a member who erased it")
    now = utc_now()
    try:
        copy = back_up(database_file(options.home), options.folder, now)
        removed = remove_old(options.folder, now - timedelta(days=options.keep_days))
    except (DataError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; no copy was made.\n")
        return STOPPED
    print(f"{copy}: {copy.stat().st_size / 2**20:.1f} MiB; {len(removed)} older removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
