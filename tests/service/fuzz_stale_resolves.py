"""10,000 resolves by 16 threads in each of 2 processes during 200 updates, on each database.

Run as `python tests/service/fuzz_stale_resolves.py`.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.live_database import LiveDatabase, new_databases
from support.postgresql_server import server_url
from support.stale_resolves import Load, run

LOAD = Load(resolves=10_016, updates=200)


def judge(database: LiveDatabase) -> bool:
    """Run the load on one database, and print what came of it."""
    start = time.monotonic()
    failures, done = run(database, LOAD)
    taken = time.monotonic() - start
    done_by = f"{done} resolves during {LOAD.updates} updates in {taken:.1f} s"
    sys.stdout.write(f"{database.kind}: {done_by}, {len(failures)} failed\n")
    sys.stdout.writelines(f"  {failure}\n" for failure in failures)
    return not failures


def main() -> int:
    """Judge each kind of database; 1 if anything failed."""
    with tempfile.TemporaryDirectory() as folder:
        good = judge(LiveDatabase("sqlite", f"sqlite:///{folder}/connections.db"))
    for url in new_databases(server_url()):
        good = judge(LiveDatabase("postgresql", url)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
