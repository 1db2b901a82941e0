"""What a vault says of the key ring of this process, for tests that give it one.

Run as `python -P -m support.key_ring_asking SERVICE TIMEOUT REF...`: a line of JSON for each reference, the
kind of the answer and its secret or reason. In front of the references, `--put ENTRY VALUE` stores one, as a
person would.
"""

import json
import sys
from collections.abc import Sequence

import keyring

from routeproof.connections.vault import KeyringVault
from routeproof.model.secret import Down, Found


def main(service: str, timeout: str, *rest: str) -> None:
    """Answer the references, after putting in what is to be there."""
    refs: Sequence[str] = rest
    if rest[0] == "--put":
        keyring.set_password(service, rest[1], rest[2])
        refs = rest[3:]
    vault = KeyringVault(service, timeout_s=float(timeout))
    for ref in refs:
        answer = vault.get(ref)
        said = answer.secret.reveal() if isinstance(answer, Found) else None
        said = answer.reason if isinstance(answer, Down) else said
        sys.stdout.write(json.dumps([type(answer).__name__, said]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
