"""A small reading of the commands that a GitHub runner finds in the log of a step."""

import re
from dataclasses import dataclass, field

_UNESCAPED = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


@dataclass(frozen=True, slots=True)
class Command:
    """One command, unescaped."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    message: str = ""


def commands(log: str, *, old_form: bool = False) -> list[Command]:
    """The commands of a log, in order; `##[name]` is the old form, found anywhere in a line.

    While commands are stopped, only the word that was given with `stop-commands` is one.
    """
    found: list[Command] = []
    stopped: str | None = None
    for line in re.split(r"\r\n|\r|\n", log):
        command = _command(line, old_form)
        if command is None or (stopped is not None and command.name != stopped):
            continue
        if stopped is not None:
            stopped = None
        elif command.name == "stop-commands":
            stopped = command.message
        found.append(command)
    return found


def _command(line: str, old_form: bool) -> Command | None:
    new = re.match(r"\s*::([^ :]+)(?: (.*?))?::(.*)", line)
    if new:
        name, properties, message = new.groups(default="")
        pairs = (each.split("=", 1) for each in properties.split(",") if "=" in each)
        return Command(name, {key: _plain(value) for key, value in pairs}, _plain(message))
    old = re.search(r"##\[([^\] ]+)[^\]]*\](.*)", line) if old_form else None
    return Command(old[1], {}, old[2]) if old else None


def _plain(text: str) -> str:
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda code: _UNESCAPED[code[0]], text)
