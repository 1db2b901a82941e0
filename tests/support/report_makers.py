"""A small registry with known lines, and verdicts and contexts about it, for the tests of reporters."""

import datetime
from dataclasses import replace
from typing import Any

from routeproof.checks import ALL
from routeproof.errors import Place
from routeproof.harness import Exemption, Exit, Ledger, Verdict, Waived
from routeproof.harness.finding import Finding, Level, Location
from routeproof.harness.policy import Waiver
from routeproof.harness.verdict import own
from routeproof.manifest import read_document, registry_of
from routeproof.matrix import Counts, cells_of
from routeproof.model.about import about
from routeproof.model.registry import Registry
from routeproof.reports.context import Context
from support.edited import edited

FILE = "manifest/providers.yaml"
TEXT = """\
schema_version: 1
providers:
  - {name: acme, display_name: A, protocol: openai, auth_mode: m, auth_env: [ACME], model_prefix_match: ^ac}
  - {name: platform, display_name: P, protocol: openai, auth_mode: m, auth_env: [OP], model_prefix_match: p/$}
runtimes:
  desk:
    providers:
      - name: acme
        models: [acme-1]
      - name: platform
        models:
          - p/acme-1
"""
"""The id `acme-1` stands on line 9 from column 18 to 23; the arms on lines 8 to 9 and 10 to 12."""

REGISTRY: Registry = registry_of(read_document(TEXT.encode(), FILE, "registry"))
COUNTS = Counts(1, 2, 0, 2, 2).shown

LISTED = Finding(
    check="pin-holds",
    message="pin broken: `acme-1` goes to `acme (byok)`",
    hint="repair it",
    at=Location(FILE, "/runtimes/desk/providers/0/models/0", place=Place(FILE, 9, 18, 9, 24)),
    about=about(runtime="desk", arm="acme", model="acme-1"),
)
WIDE = Finding(
    check="arm-reachable",
    message="arm `platform` is shadowed",
    at=Location(FILE, place=Place(FILE, 10, 9, 13, 1)),
    about=about(runtime="desk", arm="platform"),
    level=Level.WARNING,
)
WHOLE = Finding(
    check="golden-matrix",
    message="there is no golden matrix",
    at=Location("matrix/routing.csv"),
    level=Level.NOTE,
)
WAIVER = Waiver(
    check="pin-holds",
    reason="agreed",
    owner="routing",
    ticket="T-1",
    expires=datetime.date(2027, 1, 31),
    pointer="/waivers/0",
)


def context(**given: Any) -> Context:
    """The context of the small registry, with the fields that are given."""
    base = Context(
        registry=REGISTRY,
        texts={FILE: TEXT},
        arm_places={
            ("desk", "acme"): Place(FILE, 8, 9, 9, 25),
            ("desk", "platform"): Place(FILE, 10, 9, 13, 1),
        },
        cells=cells_of(REGISTRY, {}),
    )
    return replace(base, **given)


def verdict(*findings: Finding, waived: tuple[Finding, ...] = (), **given: Any) -> Verdict:
    """A verdict on these findings; exit 1 when one is an error, 0 else."""
    code = Exit.FINDINGS if any(each.level is Level.ERROR for each in findings) else Exit.CLEAN
    checks = tuple(dict.fromkeys(each.check for each in (*findings, *waived)))
    base = Verdict(
        code,
        findings,
        tuple(Waived(each, WAIVER) for each in waived),
        COUNTS,
        Ledger(checks, checks),
        rules=own(ALL),
    )
    return replace(base, **given)


def numbered(count: int, *, level: Level = Level.ERROR, **given: Any) -> tuple[Finding, ...]:
    """So many findings, each on a runtime and an arm of its own."""
    return tuple(
        edited(LISTED, runtime=f"r{place:03}", arm=f"a{place:03}", level=level, **given)
        for place in range(count)
    )


def exemption(runtime: str, model: str, reason: str, ticket: str) -> Exemption:
    return Exemption(
        check="byok-never-platform",
        about=(("runtime", runtime), ("model", model)),
        reason=reason,
        ticket=ticket,
    )
