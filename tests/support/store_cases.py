"""A small catalogue, auths with the texts stored for them, and a clock: what tests of a store share."""

from routeproof.model.connection import Catalogue, ProviderEntry

CATALOGUE = Catalogue(
    (
        ProviderEntry("cloud", managed=True, auth_env=("CLOUD_KEY",)),
        ProviderEntry("plain", auth_env=("PLAIN_KEY",)),
        ProviderEntry("local", keyless=True, base_url="optional"),
        ProviderEntry("hosted", auth_env=("HOSTED_KEY",), base_url="required"),
    ),
    reserved=("OPERATOR_KEY",),
)
PROVIDERS = ["cloud", "plain", "local", "hosted"]

KEY = {"type": "api_key", "credential": "credential/work/key"}
OTHER = {"type": "api_key", "credential": "credential/other/key"}
STORED_KEY = '{"credential":"credential/work/key","type":"api_key"}'
STORED_OTHER = '{"credential":"credential/other/key","type":"api_key"}'
PLATFORM = {"type": "platform"}
STORED_PLATFORM = '{"type":"platform"}'
UNREADABLE = "no json"

SEEDS = [
    ("cloud-managed", "cloud", STORED_PLATFORM, None, 100, 100),
    ("local-local", "local", '{"type":"none"}', None, 101, 101),
]


class Clock:
    """Counts on from a start; a test may set it back."""

    def __init__(self) -> None:
        self.now = 99

    def __call__(self) -> int:
        self.now += 1
        return self.now
