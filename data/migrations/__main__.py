"""``python -m data.migrations``: bring the database to the newest schema."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data.errors import DatabaseError
from data.home import database_file, home_directory
from data.migrations import head, migrate


def main(arguments: Sequence[str] | None = None) -> int:
    """Migrate and say so; 2 where the database refuses."""
    parser = argparse.ArgumentParser(
        prog="python -m data.migrations", description="Bring the database to the newest schema."
    )
    parser.add_argument(
        "--home", type=Path, default=home_directory(), help="state directory (default: SEGUE_HOME or ./var)"
    )
    path = database_file(parser.parse_args(arguments).home)
    try:
        changed = migrate(path)
    except DatabaseError as error:
        print(f"cannot migrate {error}", file=sys.stderr)
        return 2
    print(f"{path}: {'migrated to' if changed else 'is at'} schema {head()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
