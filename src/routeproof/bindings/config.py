"""What a team's own configuration says: its entries, what names a connection, which entry a call gets.

A configuration is whatever its JSON or YAML holds; nothing here trusts its shape.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.bindings.refusals import Reason, Refusal, refuse
from routeproof.errors import pointer
from routeproof.model.connection import Entry

MANAGED = "managed"
YOUR_OWN = "your-own"
UNREADABLE = "unreadable"

_Path = tuple["_Path", object] | None


def entries(config: object) -> tuple[Entry, ...]:
    """Every place that names a provider or a connection: profiles, the default, call sites, as written."""
    read = [entry_of(where, raw) for where, raw in places(config) if isinstance(raw, Mapping)]
    return tuple(entry for entry in read if entry.provider is not None or entry.connection is not None)


def entry_of(where: str, raw: Mapping[str, Any]) -> Entry:
    """What the mapping at that pointer names."""
    return Entry(
        where,
        text_at(raw, "provider"),
        text_at(raw, "provider_connection"),
        text_at(raw, "payer"),
        raw,
    )


def text_at(raw: Mapping[str, Any], key: str) -> str | None:
    """The text at a key; None where it is absent, null or blank.

    What is no text stays something, which equals no name: `<int>`.
    """
    value = raw.get(key)
    if isinstance(value, str):
        return value if value.strip() else None
    return None if value is None else f"<{type(value).__name__}>"


def places(config: object) -> tuple[tuple[str, object], ...]:
    """Pointer and value of every place where an entry may stand, in the order of `entries`.

    Where `llm` or one of its groups is no mapping, it is one place itself. What is null is absent.
    """
    llm = config.get("llm") if isinstance(config, Mapping) else None
    if not isinstance(llm, Mapping):
        return () if llm is None else ((pointer("llm"), llm),)
    found = [*_group(llm, "profiles"), (pointer("llm", "default"), llm.get("default"))]
    return tuple(place for place in (*found, *_group(llm, "callSites")) if place[1] is not None)


def _group(llm: Mapping[str, Any], name: str) -> Iterator[tuple[str, object]]:
    group = llm.get(name)
    if isinstance(group, Mapping):
        yield from ((pointer("llm", name, str(key)), raw) for key, raw in group.items())
    else:
        yield pointer("llm", name), group


def references(config: object, name: str) -> tuple[str, ...]:
    """The pointers, sorted, of whatever refers to the connection of that name, anywhere in the document."""
    return tuple(sorted(_pointer(path) for path, value in _named(config) if value == name))


def referred(config: object) -> tuple[tuple[str, str], ...]:
    """Pointer and name of everything that refers to a connection, sorted by pointer."""
    return tuple(sorted((_pointer(path), value) for path, value in _named(config)))


def _named(config: object) -> Iterator[tuple[_Path, str]]:
    for path, value in _members(config):
        last = path[1] if path else None
        named = last == "provider_connection" or (last == "connectionName" and _is_default(path))
        if named and isinstance(value, str) and value.strip():
            yield path, value


def _is_default(path: _Path) -> bool:
    keys: list[object] = []
    while path and len(keys) < 4:
        path, key = path
        keys.append(key)
    return keys == ["connectionName", "defaultProvider", "llm"]


def _members(config: object) -> Iterator[tuple[_Path, object]]:
    """Every value at a key of a mapping, at any depth: without recursion, and each container once a path.

    A path is a chain from the last key back to the first, so that a deep document costs no more than a flat
    one. A container that holds itself is not entered again.
    """
    waiting: list[tuple[_Path, object, bool]] = [(None, config, True)]
    inside: set[int] = set()
    while waiting:
        path, value, entering = waiting.pop()
        if not entering:
            inside.discard(id(value))
            continue
        if id(value) in inside:
            continue
        if isinstance(value, Mapping):
            found = [*value.items()]
            yield from (((path, key), member) for key, member in found)
        else:
            found = [*enumerate(value)] if isinstance(value, list | tuple) else []
        if found:
            inside.add(id(value))
            waiting.append((path, value, False))
            waiting.extend(((path, key), member, True) for key, member in found)


def _pointer(path: _Path) -> str:
    keys: list[str] = []
    while path:
        path, key = path
        keys.append(str(key))
    return pointer(*reversed(keys))


def select(config: object, call_site: str | None = None, profile: str | None = None) -> Entry | Refusal:
    """The one entry that a call gets; no field of another comes with it.

    The first of: the profile that is asked for, the call site's own profile, the call site, the active
    profile, the default. A profile that is named and not there is refused, and so is what says neither
    provider nor connection: nothing goes on to the next.
    """
    llm = config.get("llm") if isinstance(config, Mapping) else None
    if not isinstance(llm, Mapping):
        return refuse(Reason.INCOMPLETE_ENTRY if profile is None else Reason.UNKNOWN_PROFILE)
    if profile is not None:
        return _profile(llm, profile)
    if call_site is not None:
        found = _call_site(llm, call_site)
        if found is not None:
            return found
    active = text_at(llm, "activeProfile")
    if active is not None:
        return _profile(llm, active)
    return _complete(pointer("llm", "default"), llm.get("default"))


def _call_site(llm: Mapping[str, Any], name: str) -> Entry | Refusal | None:
    """What the call site says; None when it says nothing. What cannot be read is not passed over."""
    group = llm.get("callSites")
    if not isinstance(name, str):
        return refuse(Reason.INCOMPLETE_ENTRY)
    site = group.get(name) if isinstance(group, Mapping) else group
    if site is None:
        return None
    if not isinstance(group, Mapping) or not isinstance(site, Mapping):
        return refuse(Reason.INCOMPLETE_ENTRY)
    own = text_at(site, "profile")
    if own is not None:
        return _profile(llm, own)
    entry = _complete(pointer("llm", "callSites", name), site)
    return entry if isinstance(entry, Entry) else None


def _profile(llm: Mapping[str, Any], name: str) -> Entry | Refusal:
    group = llm.get("profiles")
    raw = group.get(name) if isinstance(group, Mapping) and isinstance(name, str) else None
    return refuse(Reason.UNKNOWN_PROFILE) if raw is None else _complete(pointer("llm", "profiles", name), raw)


def _complete(where: str, raw: object) -> Entry | Refusal:
    entry = entry_of(where, raw if isinstance(raw, Mapping) else {})
    named = entry.provider is not None or entry.connection is not None
    return entry if named else refuse(Reason.INCOMPLETE_ENTRY)


def effective_mode(config: object, platform: bool) -> str:
    """`managed`, `your-own`, or `unreadable`, on which nobody is billed.

    Where the configuration is silent, the deployment decides.
    """
    value = config
    for key in ("services", "inference", "mode"):
        if value is None:
            break
        if not isinstance(value, Mapping):
            return UNREADABLE
        value = value.get(key)
    if value is None:
        return MANAGED if platform else YOUR_OWN
    return value if isinstance(value, str) and value in {MANAGED, YOUR_OWN} else UNREADABLE


def is_platform(env: Mapping[str, str]) -> bool:
    """True where the environment says, in exactly one of two spellings, that the operator deployed this."""
    return env.get("IS_PLATFORM") in {"true", "1"}
