"""A long seeded comparison of the two engines on generated (registry, id) pairs.

Run as `python -m tests.differential.fuzz_engines [--pairs N] [--seed SEED]`.
"""

import argparse
import random
import sys
from collections.abc import Iterator

from routeproof.errors import EngineDisagreement
from routeproof.match import trim
from routeproof.model.registry import Arm, Protocol, Provider, Registry, Runtime
from routeproof.prove.automata.language import partition
from routeproof.prove.classes import route_classes
from routeproof.resolve import derive, hits

VENDORS = ("acme", "sky", "kilo", "gpt", "mini")
SHAPES = (
    "^@[:/]", "^@-", "(?i)^@-m", "(?i)^(@[:/]|x-@)", "^(@|@-pro)$", r"\A@\d+", r"^@\z", "@$", "@", r"\b@\b",
    r"^\Q@.\E", "(?P<v>@)[-:/]", "^(?:@|[[:alpha:]]+)/", "(?U)^@.+", "(?s)^@.m", "(?m)^@$", r"^@\s",
    "^[^/]+/@", "^@{1,2}", "(?i:@)[ks]", r"@\W", "^$", r"^@.*(pro|max)",
)  # fmt: skip
TAILS = (
    "",
    "-m1",
    "/m1",
    ":m1",
    "-pro",
    ".",
    "1",
    "/m/x",
    " m",
    "\nm",
    "-max",
    "K",
    "\u212a",
    "\u017f",
    "\u0130",
)
SOUP = "aAkKsSmM019-_/:. \n\t\x85\xa0\x1c\u017f\u212a\u0131\u0130\u2028\u00e9"
KEYS = ("A_KEY", "B_KEY", "C_KEY")


def registry_of(dice: random.Random) -> Registry:
    """One runtime of 1 to 6 arms, listed and name-only, with overlaps and exact ties."""
    arms = []
    for name in dice.sample(("platform", "p1", "p2", "p3", "p4", "p5"), dice.randint(1, 6)):
        provider = Provider(
            name=name,
            display_name=name,
            protocol=Protocol.OPENAI,
            auth_mode="api",
            auth_env=tuple(dice.sample(KEYS, dice.randint(1, 2))),
            model_prefix_match=dice.choice(SHAPES).replace("@", dice.choice(VENDORS)),
        )
        models = tuple(dice.choice(VENDORS) + dice.choice(TAILS) for _ in range(dice.choice((0, 0, 1, 3))))
        arms.append(Arm(provider, models))
    return Registry(tuple(arm.provider for arm in arms), {"r": Runtime("r", tuple(arms))})


def ids_of(dice: random.Random, runtime: Runtime, count: int) -> Iterator[str]:
    """Members of the classes, listed ids, vendor spellings, character soup, and edits of all of them."""
    members = [model for each in route_classes(runtime) for model in each.sample(dice.randrange(1 << 30), 4)]
    members += runtime.listers
    for _ in range(count):
        draw = dice.random()
        if draw < 0.4:
            text = dice.choice(members)
        elif draw < 0.7:
            text = dice.choice(VENDORS) + dice.choice(TAILS)
        else:
            text = "".join(dice.choice(SOUP) for _ in range(dice.randint(1, 8)))
        if dice.random() < 0.6:
            at = dice.randint(0, len(text))
            text = text[:at] + dice.choice(("", dice.choice(SOUP))) + text[at + dice.randint(0, 1) :]
        yield text


def main(pairs: int, seed: int) -> int:
    """Compare that many pairs; raises EngineDisagreement on the first difference; returns how many."""
    dice, done = random.Random(seed), 0  # noqa: S311 - seeded on purpose
    while done < pairs:
        registry = registry_of(dice)
        runtime = registry.runtimes["r"]
        whole = partition([arm.provider.model_prefix_match for arm in runtime.arms])
        by_hits = {(each.exact, each.pattern): each for each in route_classes(runtime)}
        for model in ids_of(dice, runtime, 400):
            wanted, present = trim(model), dice.sample(KEYS, dice.randint(0, 3))
            found = tuple(runtime.arms[at] for at in whole.classify(wanted))
            exact = runtime.listers.get(wanted, ())
            executed = derive(registry, "r", model, present)
            if found != hits(runtime, wanted)[1]:
                raise EngineDisagreement(
                    f"{wanted!a} on {[arm.provider.model_prefix_match for arm in runtime.arms]}"
                )
            if wanted:
                decision = by_hits[exact, found].decision(present)
                proved = (decision.arm.name if decision.arm else None, decision.error)
                if proved != (executed.provider, executed.error):
                    raise EngineDisagreement(
                        f"{wanted!a} with {present}: proved {proved}, executed {executed}"
                    )
            done += 1
    return done


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.stdout.write(f"{main(options.pairs, options.seed)} pairs, seed {options.seed}: no difference\n")
