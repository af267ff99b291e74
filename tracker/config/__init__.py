"""Settings, read once at a door and handed down; nobody else asks for environment or working folder."""

from tracker.config.checks import parse_clock
from tracker.config.errors import SettingsError
from tracker.config.health import Rules
from tracker.config.load import load
from tracker.config.network import Network, Proxy, network
from tracker.config.programs import PackageIndex, package_index, program_environment
from tracker.config.secrets import find_token, secret
from tracker.config.sections import ApiSettings, Retention
from tracker.config.settings import Settings

__all__ = [
    "ApiSettings", "Network", "PackageIndex", "Proxy", "Retention", "Rules", "Settings", "SettingsError",
    "find_token", "load", "network", "package_index", "parse_clock", "program_environment", "secret",
]  # fmt: skip
