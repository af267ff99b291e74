"""The one way in which series become a file: for the command line, the API and the static site."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import IO, Any

from tracker.exports import FORMATS
from tracker.exports.descriptor import About
from tracker.exports.files import CountedStream
from tracker.series.describing import about
from tracker.series.export import Step, chunks
from tracker.series.history import History
from tracker.series.query import Query
from tracker.series.wide import table


def writer(
    history: History, query: Query, kind: str, shape: str = "long", step: Step = lambda done, total: None
) -> Callable[[IO[bytes] | CountedStream], About]:
    """What writes an export into a stream and says what was written; a wrong question is refused at once.

    kind: a name in FORMATS. shape 'wide': one column a series. Raises UnknownMetric, ValueError.
    """
    rows = chunks(history, query, step)
    module: Any = importlib.import_module(FORMATS[kind].module)

    def write(stream: IO[bytes] | CountedStream) -> About:
        counted = stream if isinstance(stream, CountedStream) else CountedStream(stream)
        said = about(history, query, kind, shape)
        if shape == "wide":
            with table(rows, query) as wide:
                said.columns = (wide.index, *wide.columns)
                said.rows = module.write_wide(wide, counted)
        else:
            said.rows = module.write(rows, counted, query.axis)
        said.size, said.sha256 = counted.size, counted.sha256
        return said

    return write
