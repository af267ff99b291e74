"""Formats in which series leave the tracker: one file a format, each `write(rows, stream)`.

A row is (repository, github_id, metric, day, value, source); unknown values are left out, never written
as zero. FORMATS maps the name of a format to its module, which is imported only when it is used.
"""

COLUMNS = ("repository", "github_id", "metric", "day", "value", "source")

FORMATS: dict[str, str] = {
    "csv": "tracker.exports.csv",
}
