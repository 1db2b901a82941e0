"""Every state of a dispatch through the rule, its second reading, and what must hold of every answer.

Run as `python tests/differential/fuzz_dispatch.py [--jobs N]`.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from routeproof.bindings.decide import decide
from support.dispatch_invariants import broken, told
from support.dispatch_space import BLOCKS, State
from support.plain_dispatch import Answer
from support.plain_dispatch import answer as read_plainly

SHOWN = 20


def judge(number: int) -> tuple[str, ...]:
    """What is wrong in one block, in words."""
    return tuple(_wrong(number))


def _wrong(number: int) -> Iterator[str]:
    """A line for each state that is read in two ways, and for each situation that breaks an invariant."""
    situations: dict[tuple[object, ...], tuple[State, Answer]] = {}
    for state in BLOCKS[number].states():
        answer = told(decide(state))
        if answer != read_plainly(state):
            yield f"{state} is {answer}, the second reading says {read_plainly(state)}"
        entry, row, mode = id(state["entry"]), id(state["row"]), state["legacy"]["mode"]
        situations[entry, row, mode, state["policy"], answer] = state, answer
    for state, answer in situations.values():
        yield from (f"{state} is {answer}, which breaks {name}" for name in broken(state, answer))


def main(jobs: int) -> int:
    """Judge the whole space and say what came of it; the exit code."""
    start = time.monotonic()
    with Pool(jobs) as pool:
        wrong = [line for lines in pool.imap_unordered(judge, range(len(BLOCKS))) for line in lines]
    sys.stdout.writelines(f"{line}\n" for line in wrong[:SHOWN])
    count, took = sum(block.size for block in BLOCKS), time.monotonic() - start
    sys.stdout.write(f"{count:,} states of a dispatch in {took:.1f} s: {len(wrong) or 'none'} wrong\n")
    return int(bool(wrong))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    sys.exit(main(parser.parse_args().jobs))
