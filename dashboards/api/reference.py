"""The reference page: the OpenAPI document as one readable page, without a script or a third host."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

STYLE = """
html { color-scheme: light dark; background: Canvas; color: CanvasText }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 2rem 1.2rem 6rem }
h2 { margin-top: 3rem } h3 { margin: 2.2rem 0 .3rem; font-size: 1rem }
code, pre { font: .88em/1.5 ui-monospace, monospace } pre { overflow-x: auto; padding: .8rem 1rem;
background: color-mix(in srgb, currentColor 7%, transparent) }
table { border-collapse: collapse; width: 100% } .wide { overflow-x: auto }
h3, td, p { overflow-wrap: anywhere } td:first-child { overflow-wrap: normal }
th, td { text-align: left; vertical-align: top; padding: .3rem 1rem .3rem 0 }
th { font-weight: 600 } td { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent) }
.method { font-weight: 700; margin-right: .5rem } .quiet { opacity: .75 }
"""


def page(document: Mapping[str, Any], base: str) -> str:
    """The page; `base` is where the API is, for the examples."""
    info = document["info"]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_text(info["title"])}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><style>{STYLE}</style></head><body>'
        '<header><nav aria-label="Pages"><a href="../../">Back to the pages</a> · '
        '<a href="../../data">Data</a></nav></header><main>'
        f'<h1>{_text(info["title"])} <span class="quiet">{_text(info["version"])}</span></h1>'
        f"<p>{_prose(info['description'])}</p>"
        f'<p><a href="openapi.json">openapi.json</a> (OpenAPI {_text(document["openapi"])})</p>'
        f"<h2>In one line</h2>{''.join(_examples(base))}"
        f"<h2>Paths</h2>{''.join(_paths(document))}</main></body></html>"
    )


EXAMPLES = {
    "pandas": 'pd.read_csv("{base}/exports/series.csv?metric=stars", parse_dates=["day"])',
    "polars": 'pl.read_csv("{base}/exports/series.csv?metric=stars&every=month", try_parse_dates=True)',
    "DuckDB": "SELECT * FROM read_csv('{base}/exports/series.csv?metric=stars');",
    "a spreadsheet": '=IMPORTDATA("{base}/exports/series.csv?metric=stars&every=month&shape=wide")',
    "a shell": "curl -sG {base}/repositories -d headline=archived | jq -r '.data[].repository'",
}


def _examples(base: str) -> Iterator[str]:
    for name, line in EXAMPLES.items():
        reached = f'tabindex="0" role="region" aria-label="In one line with {_text(name)}"'
        yield f"<h3>{_text(name)}</h3><pre {reached}>{_text(line.format(base=base))}</pre>"


def _paths(document: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method, about in methods.items():
            yield f'<h3><span class="method">{method.upper()}</span><code>{_text(path)}</code></h3>'
            yield f"<p>{_prose(about.get('description', ''))}</p>"
            rows = "".join(_parameter(p) for p in about.get("parameters", []))
            if rows:
                head = "<tr><th>parameter</th><th>in</th><th>what</th></tr>"
                named = f'tabindex="0" role="region" aria-label="Parameters of {_text(path)}"'
                yield f'<div class="wide" {named}><table>{head}{rows}</table></div>'


def _parameter(parameter: Mapping[str, Any]) -> str:
    schema = parameter.get("schema", {})
    words = parameter.get("description") or schema.get("description", "")
    default = schema.get("default")
    more = f" Default: {default}." if default not in (None, []) else ""
    return (
        f"<tr><td><code>{_text(parameter['name'])}</code></td><td>{_text(parameter['in'])}</td>"
        f"<td>{_prose(words + more)}</td></tr>"
    )


def _prose(text: str) -> str:
    """Text whose `code` is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _text(text))


def _text(value: object) -> str:
    return html.escape(str(value))
