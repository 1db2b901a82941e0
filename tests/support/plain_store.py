"""A second reading of the store: a dictionary, with the checks of each operation in their order.

It knows nothing of auths, URLs and names but what the lists below say of each.
"""

from dataclasses import dataclass, replace

VALID = ["cloud", "plain", "local", "hosted"]
"""Of `support.store_cases`: managed, keyed, keyless with an optional base URL, keyed with a required one."""

NAMES = {"a": True, "B": True, "b": True, "w.x-1": True, "cloud-managed": True, "local-local": True}
NAMES |= {"": False, "a b": False, "x" * 129: False, "n\0": False, "\ud800": False, "é": False}
"""Whether a new row may have it."""

LOST = ("n\0", "\ud800")
"""Names that no database can hold."""


@dataclass(frozen=True, slots=True)
class PlainAuth:
    """An auth as it is given; why it is refused, or what is stored for it and who pays."""

    given: object
    reason: str | None
    stored: str = ""
    payer: str = ""


def _keyed(kind: str, credential: str) -> str:
    return f'{{"credential":"{credential}","type":"{kind}"}}'


AUTHS = (
    PlainAuth({"type": "platform"}, None, '{"type":"platform"}', "platform"),
    PlainAuth({"type": "none"}, None, '{"type":"none"}', "local"),
    PlainAuth({"type": "api_key", "credential": "a:b"}, None, _keyed("api_key", "credential/a/b"), "byok"),
    PlainAuth(
        {"type": "api_key", "credential": "credential/w/k"}, None, _keyed("api_key", "credential/w/k"), "byok"
    ),
    PlainAuth(
        {"type": "service_account", "credential": "a:b"},
        None,
        _keyed("service_account", "credential/a/b"),
        "byok",
    ),
    PlainAuth(
        {"type": "oauth_subscription", "credential": "a:b"},
        None,
        _keyed("oauth_subscription", "credential/a/b"),
        "subscription",
    ),
    PlainAuth("none", "not_an_object"),
    PlainAuth({"type": "NONE"}, "unknown_type"),
    PlainAuth({"type": "none", "credential": None}, "stray_key"),
    PlainAuth({"type": "api_key"}, "missing_credential"),
    PlainAuth({"type": "api_key", "credential": "sk-1"}, "looks_like_a_key"),
    PlainAuth({"type": "api_key", "credential": "b"}, "malformed_credential"),
    PlainAuth({"type": "api_key", "credential": "credential/env/OPERATOR_KEY"}, "operator_credential"),
)

URLS = {
    None: None,
    "https://models.example.org": None,
    "ftp://x": "scheme",
    "http://169.254.1.1": "private_host",
}
"""Why each is refused where a base URL may be given."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody else writes: the row, what is wrong with it, and who pays where it is seen."""

    provider: str
    auth: str
    faults: tuple[str, ...] = ()
    payer: str | None = None


FOREIGN = (
    Written("plain", _keyed("api_key", "credential/a/b"), (), "byok"),
    Written("plain", _keyed("api_key", "zzz"), ("malformed_credential",), "byok"),
    Written("plain", '{"type":"platform"}', ("platform_not_managed",), "platform"),
    Written("gone", '{"type":"platform"}', ("unknown_provider",)),
    Written("gone", "{", ("unknown_provider", "malformed_json")),
    Written("cloud", _keyed("api_key", "sk-1"), ("looks_like_a_key",)),
)


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row: what stands in it, and what is known of it."""

    provider: str
    auth: str
    base_url: str | None
    created: int
    updated: int
    faults: tuple[str, ...]
    payer: str | None
    """None: the row is not seen."""


Answer = tuple[object, ...]
"""(`ok`, ...) or the code of a refusal with its detail as sorted pairs."""


def faults_of(name: str, provider: str, auth: PlainAuth) -> tuple[str, ...]:
    """What is wrong with a row that was created or updated."""
    assert isinstance(auth.given, dict)
    kind = auth.given["type"]
    found = {
        "platform_not_managed": kind == "platform" and provider != "cloud",
        "none_on_keyed": kind == "none" and provider != "local",
        "not_implemented": kind in ("oauth_subscription", "service_account"),
        "invalid_name": not NAMES[name],
    }
    return tuple(fault for fault, applies in found.items() if applies)


class PlainStore:
    """The store as it is meant; `now` is what the clock says."""

    def __init__(self) -> None:
        self.rows: dict[str, PlainRow] = {}
        self.now = 1000
        self.moves = 0

    def create(self, name: str, provider: str, auth: PlainAuth, base_url: str | None) -> Answer:
        if not NAMES[name]:
            return "invalid_name", ("name", name)
        if provider not in VALID:
            return "invalid_provider", ("provider", provider), ("valid", VALID)
        if auth.reason:
            return "invalid_auth", ("reason", auth.reason)
        refused = self._refused_url(provider, base_url)
        if refused:
            return "invalid_base_url", ("reason", refused)
        if name in self.rows:
            return "already_exists", ("name", name)
        faults = faults_of(name, provider, auth)
        self._put(name, PlainRow(provider, auth.stored, base_url, self.now, self.now, faults, auth.payer))
        return "ok", name, provider, auth.payer, base_url, self.now, self.now, faults

    def _refused_url(self, provider: str, base_url: str | None) -> str | None:
        if base_url is None:
            return "missing" if provider == "hosted" else None
        return URLS[base_url] if provider in ("local", "hosted") else "not_allowed"

    def update(self, name: str, auth: PlainAuth, references: tuple[str, ...], allowed: bool) -> Answer:
        row = self.rows.get(name)
        if row is None or row.payer is None:
            return "not_found", ("name", name)
        if auth.reason:
            return "invalid_auth", ("reason", auth.reason)
        if row.payer != auth.payer and references and not allowed:
            told = ("count", len(references)), ("from", row.payer), ("references", [*references])
            return "payer_change", *told, ("to", auth.payer)
        faults = faults_of(name, row.provider, auth)
        updated = max(self.now, row.updated)
        kept = replace(row, auth=auth.stored, payer=auth.payer, updated=updated, faults=faults)
        self._put(name, kept)
        warnings = tuple(fault for fault in faults if fault != "invalid_name")
        return "ok", name, row.provider, auth.payer, row.base_url, row.created, updated, warnings

    def delete(self, name: str, force: bool, references: tuple[str, ...]) -> Answer:
        if name not in self.rows:
            return "not_found", ("name", name)
        if references and not force:
            return "has_references", ("count", len(references)), ("references", [*references])
        del self.rows[name]
        self.moves += 1
        return "ok", name, references

    def seed(self) -> Answer:
        wanted = {"cloud-managed": ("cloud", AUTHS[0]), "local-local": ("local", AUTHS[1])}
        absent = tuple(name for name in wanted if name not in self.rows)
        for name in absent:
            provider, auth = wanted[name]
            self._put(name, PlainRow(provider, auth.stored, None, self.now, self.now, (), auth.payer))
        return absent, tuple(name for name in wanted if name not in absent)

    def insert_if_absent(self, name: str, provider: str, auth: PlainAuth) -> bool:
        if name in self.rows:
            return False
        faults = faults_of(name, provider, auth)
        self._put(name, PlainRow(provider, auth.stored, None, self.now, self.now, faults, auth.payer))
        return True

    def write(self, name: str, written: Written) -> None:
        """What somebody else does: the row is deleted where it is, and put in."""
        self.moves += name in self.rows
        faults = (*written.faults, *(() if NAMES[name] else ("invalid_name",)))
        row = PlainRow(written.provider, written.auth, None, 5, 6, faults, written.payer)
        self._put(name, row)

    def get(self, name: str) -> Answer | None:
        row = self.rows.get(name)
        if row is None or row.payer is None:
            return None
        return name, row.provider, row.payer, row.base_url, row.created, row.updated

    def list(self, provider: str) -> tuple[Answer | None, ...]:
        seen = (name for name, row in self.rows.items() if row.payer and provider in ("", row.provider))
        return tuple(self.get(name) for name in sorted(seen))

    def hidden(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, row in self.rows.items() if row.payer is None))

    def doctor(self) -> Answer:
        return tuple((name, kind) for name, row in sorted(self.rows.items()) for kind in row.faults)

    def raw(self) -> tuple[Answer, ...]:
        """Every row as a database has it."""
        return tuple(
            (name, row.provider, row.auth, row.base_url, row.created, row.updated)
            for name, row in sorted(self.rows.items())
        )

    def _put(self, name: str, row: PlainRow) -> None:
        self.rows[name] = row
        self.moves += 1
