"""The line that gets what a chart shows into pandas, R or a shell."""

from __future__ import annotations

UNQUOTED = frozenset("\"\\$`'\n\r ")  # none of them is left in an encoded address


def copies(address: str) -> dict[str, str]:
    """By name; nothing for an address that would not stand between quotes as it is."""
    if UNQUOTED & set(address):
        return {}
    return {
        "pandas": f'import pandas as pd\n\nshown = pd.read_csv("{address}", parse_dates=["day"])',
        "R": f'shown <- read.csv("{address}")',
        "curl": f'curl -fsS "{address}" -o shown.csv',
    }
