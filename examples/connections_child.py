"""An implementation of connections that answers by the reference: where one of your own begins.

    routeproof conform --command "python examples/connections_child.py" --op auth --op dispatch --op backfill

It needs no registry. Put your own code in the place of `answer`, one operation after the other.
"""

import json
import sys

from routeproof.connections import answer


def main() -> None:
    """Answer each question, a line of JSON, with a line of JSON that bears the same id."""
    for line in sys.stdin:
        question = json.loads(line)
        sys.stdout.write(json.dumps({"id": question["id"], **answer(question)}) + "\n")


if __name__ == "__main__":
    main()
