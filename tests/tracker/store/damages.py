"""Damages that somebody else's program, a bad disk or a wrong clock could do: name, statement, words told.

`<kind>` in front of a statement: sqlite only where a PostgreSQL would refuse it by itself.
"""

from __future__ import annotations

T = "'2026-06-01 00:00:00.000000'"
EARLY = "'2026-05-01 00:00:00.000000'"
LATE = "'2030-01-01 00:00:00.000000'"
METRIC = "(SELECT id FROM metric)"
ISSUE = "INSERT INTO issue (repository_id, number, is_pull_request, created_at, updated_at"

# Refused by PostgreSQL itself: types, lengths, keys that must be there.
SQLITE = {
    "a word for a value": ("UPDATE observation SET value = 'many'", "observation.value"),
    "a word for a day": ("UPDATE observation SET day = 'monday'", "observation.day"),
    "a day that is none": ("UPDATE observation SET day = '2026-02-30'", "observation.day"),
    "a time without a day": ("UPDATE repository SET seen_at = '12:00:00'", "repository.seen_at"),
    "a time as a number": ("UPDATE repository SET created_at = 2460000", "repository.created_at"),
    "a time that is a word": ("UPDATE watch SET added_at = 'soon'", "watch.added_at"),
    "a flag that is neither": ("UPDATE repository SET archived = 7", "repository.archived"),
    "a fraction for a number": ("UPDATE repository SET misses = 0.5", "repository.misses"),
    "a number too large": ("UPDATE repository SET misses = 99999999999", "repository.misses"),
    "bytes for a text": ("UPDATE repository SET description = x'00ff'", "repository.description"),
    "text that is not UTF-8": (
        "UPDATE repository SET description = CAST(x'ff41' AS TEXT)", "repository.description"),
    "a zero byte in a text": ("UPDATE repository SET description = 'a' || char(0)", "repository.description"),
    "a name too long": ("UPDATE repository SET owner = printf('%.*c', 300, 'x')", "repository.owner"),
    "text for a document": ("UPDATE overview SET document = 'text'", "overview.document"),
    "a trigger": (
        "CREATE TRIGGER thief AFTER UPDATE ON repository BEGIN DELETE FROM watch; END", "not the tracker's"),
    "a view": ("CREATE VIEW spy AS SELECT * FROM watch", "not the tracker's"),
    "a foreign table": ("CREATE TABLE other (x)", "not the tracker's"),
    "a foreign index": ("CREATE INDEX theirs ON observation (value)", "not the tracker's"),
    "a column more": ("ALTER TABLE watch ADD COLUMN extra TEXT", "made otherwise"),
    "a table made anew without its keys": (
        "CREATE TABLE copied AS SELECT * FROM watch; DROP TABLE watch; ALTER TABLE copied RENAME TO watch",
        "watch"),
}  # fmt: skip

BOTH = {
    "a table gone": ("DROP TABLE notice", "a table is missing"),
    "an index gone": ("DROP INDEX ix_watch_repository_id", "indexes of watch"),
    "a column gone": ("ALTER TABLE notice DROP COLUMN url", "columns of notice"),
    "no version": ("DELETE FROM alembic_version", "one version"),
    "two versions": ("INSERT INTO alembic_version VALUES ('0009')", "one version"),
    "a source nowhere": ("UPDATE observation SET source_id = 77", "leads nowhere"),
    "a metric nowhere": ("UPDATE observation SET metric_id = 77", "leads nowhere"),
    "a repository nowhere": ("UPDATE watch SET repository_id = 77", "leads nowhere"),
    "a value below zero": ("UPDATE observation SET value = -1", "below zero"),
    "a value without end": ("UPDATE observation SET value = 1e308", "no number"),
    "half a star": ("UPDATE observation SET value = 0.5", "not whole"),
    "a star too early": ("UPDATE observation SET day = '2001-01-01'", "before there was GitHub"),
    "a value to come": ("UPDATE observation SET day = '2026-07-20'", "still to come"),
    "read in time to come": ("UPDATE observation SET fetched_at = 4000000000", "still to come"),
    "a repository of 1999": (
        "UPDATE repository SET created_at = '1999-01-01 00:00:00.000000'", "older than GitHub"),
    "a repository without a name": ("UPDATE repository SET name = ''", "without a name"),
    "a name with a slash": ("UPDATE repository SET name = 'a/b'", "has a slash"),
    "a presence unheard of": ("UPDATE repository SET presence = 'lost'", "repository.presence"),
    "misses below zero": ("UPDATE repository SET misses = -2", "misses below zero"),
    "seen in time to come": (f"UPDATE repository SET seen_at = {LATE}", "still to come"),
    "topics that are no list": ("UPDATE repository SET topics = '{oops'", "repository.topics"),
    "names lost": ("DELETE FROM repository_name", "never had a name"),
    "followed without an owner": ("UPDATE watch SET full_name = 'Theano'", "not OWNER/NAME"),
    "followed twice": (
        f"INSERT INTO watch (full_name, repository_id, origin, added_at) VALUES ('a/b', 1, 'x', {T})",
        "followed twice"),
    "a cursor that is no document": ("UPDATE cursor SET position = 'page 7'", "cursor.position"),
    "a cursor that is a list": ("UPDATE cursor SET position = '[]'", "cursor.position"),
    "a cursor of time to come": (f"UPDATE cursor SET updated_at = {LATE}", "still to come"),
    "a validator for nothing": ("UPDATE validator SET etag = ''", "vouch for nothing"),
    "a revision of nothing": (
        "INSERT INTO revision VALUES (1, (SELECT id FROM metric), '2026-06-01', 1780000000, 3, 3)",
        "change nothing"),
    "a gap backwards": (
        "INSERT INTO gap VALUES (1, (SELECT id FROM metric), '2026-06-09', '2026-06-01', 'why')",
        "end before they begin"),
    "a gap without a reason": (
        "INSERT INTO gap VALUES (1, (SELECT id FROM metric), '2026-06-01', '2026-06-09', '')",
        "without a reason"),
    "an issue without a number": (f"{ISSUE}) VALUES (1, 0, false, {T}, {T})", "without a number"),
    "an issue to come": (f"{ISSUE}) VALUES (1, 5, false, {LATE}, {T})", "still to come"),
    "an issue that was merged": (
        f"{ISSUE}, merged_at) VALUES (1, 5, false, {T}, {T}, {T})", "that were merged"),
    "comments below zero": (f"{ISSUE}, comments) VALUES (1, 5, false, {T}, {T}, -3)", "comments below"),
    "a notice of an unknown kind": (
        f"INSERT INTO notice (repository_id, place, declares, first_seen, sentence) VALUES "
        f"(1, 'readme', 'bored', {T}, 'so')", "notice.declares"),
    "a notice without a word": (
        f"INSERT INTO notice (repository_id, place, declares, first_seen, sentence) VALUES "
        f"(1, 'readme', 'moved', {T}, '')", "without a word"),
    "a run unheard of": ("UPDATE run SET outcome = 'maybe'", "run.outcome"),
    "a run without an end": ("UPDATE run SET finished_at = NULL", "ended without an end"),
    "a run below nothing": ("UPDATE run SET requests = -9", "less than nothing"),
    "an alert in no state": ("UPDATE alert SET state = 'odd'", "alert.state"),
    "an alert without its change": ("UPDATE alert SET number = 4", "last change is not there"),
    "a snooze unheard of": (
        f"INSERT INTO silence (id, kind, reason, created_at) VALUES (1, 'hush', 'x', {T})", "silence.kind"),
    "a message sent at no time": (
        f"INSERT INTO delivery (key, channel, kind, state, created_at, next_try_at) VALUES "
        f"('k', 'c', 'alert', 'sent', {T}, {T})", "sent at no time"),
    "a kind of database unheard of": ("UPDATE meta SET value = 'toy' WHERE key = 'kind'", "of itself: kind"),
    "a clock that is none": ("INSERT INTO meta VALUES ('clock', 'noon')", "of itself: clock"),
    "a day of alerts that is none": ("INSERT INTO meta VALUES ('alerts_until', 'x')", "alerts_until"),
    "a forecast outside of its interval": (
        f"INSERT INTO forecast VALUES (1, {METRIC}, '2026-05-31', '2026-06-30', 3, 2, 4, 'm', {T})",
        "no interval"),
    "a forecast of what had been": (
        f"INSERT INTO forecast VALUES (1, {METRIC}, '2026-05-31', '2026-04-30', 1, 2, 3, 'm', {T})",
        "what had been"),
    "more human commits than commits": (
        "INSERT INTO metric (id, name) VALUES (90, 'commits'), (91, 'commits_human'); "
        "INSERT INTO observation SELECT 1, 90, '2026-06-01', 1, source_id, 1780000000, 1780000000 FROM "
        "observation LIMIT 1; INSERT INTO observation SELECT 1, 91, '2026-06-01', 2, source_id, 1780000000, "
        "1780000000 FROM observation LIMIT 1", "more commits_human than commits"),
    # What no program of ours can have written, where rows are judged beside one another.
    "a node of two repositories": (
        f"INSERT INTO repository (github_id, node_id, owner, name) SELECT 2, node_id, owner, 'z' FROM "
        f"repository; INSERT INTO repository_name VALUES (2, 'owner1/z', {T}, {T})",
        "share a node"),
    "a name that is a folder": ("UPDATE repository SET name = '..'", "that GitHub gives nobody"),
    "a name with a blank": ("UPDATE repository SET owner = 'a b'", "that GitHub gives nobody"),
    "a present name that nobody heard": ("UPDATE repository SET name = 'other'", "never had"),
    "a name last seen before it was first": (
        f"UPDATE repository_name SET first_seen = {T}, last_seen = {EARLY}", "before they were first"),
    "a repository that is its own source": (
        "UPDATE repository SET parent_id = github_id", "their own parents"),
    "gone since nobody knows when": (
        "UPDATE repository SET presence = 'gone', presence_since = NULL", "since nobody knows when"),
    "a followed folder": ("UPDATE watch SET full_name = '../..'", "not OWNER/NAME"),
    "a followed file": ("UPDATE watch SET full_name = 'a/b/c'", "not OWNER/NAME"),
    "followed twice but for capitals": (
        f"INSERT INTO watch (full_name, origin, added_at) VALUES ('OWNER1/NAME1', 'x', {T})",
        "but for capitals"),
    "followed by nobody's wish": ("UPDATE watch SET origin = ''", "nobody's wish"),
    "read before it was first read": (
        "UPDATE observation SET fetched_at = first_seen - 400000", "before they were first"),
    "read before there was GitHub": ("UPDATE observation SET first_seen = 1000", "before there was GitHub"),
    "more stars than people": ("UPDATE observation SET value = 1e15", "more than there can be"),
    "an author of 1901": ("INSERT INTO author_day VALUES (1, '1901-01-01', 5)", "author_day before 1970"),
    "a revision of 1950": (
        f"INSERT INTO revision VALUES (1, {METRIC}, '1950-01-01', 1780000000, 1, 2)", "revision before 1970"),
    "a life of 1890": (
        "INSERT INTO life VALUES (1, '1890-01-01', 'active', 'none', 'active', 'here', NULL, NULL, 'b')",
        "life before 1970"),
    "a notice withdrawn before it stood": (
        f"INSERT INTO notice (repository_id, place, declares, first_seen, sentence, withdrawn_at) VALUES "
        f"(1, 'readme', 'moved', {T}, 'so', {EARLY})", "withdrawn before"),
    "a notice at a script": (
        f"INSERT INTO notice (repository_id, place, declares, first_seen, sentence, url) VALUES "
        f"(1, 'readme', 'moved', {T}, 'so', 'javascript:alert(1)')", "no web address"),
    "a run that ended a day before it began": (
        f"UPDATE run SET started_at = {T}, finished_at = {EARLY}", "before they began"),
    "a run of no job": ("UPDATE run SET job = ''", "of no job"),
    "a run that still runs and has ended": ("UPDATE run SET outcome = 'running'", "still run"),
    "a miss without a reason": (
        "INSERT INTO run_gap SELECT id, 0, 1, 'stars', '' FROM run", "misses without a reason"),
    "a series that misbehaves for no reason": (
        f"INSERT INTO degraded VALUES (1, {METRIC}, {T}, '')", "misbehave without a reason"),
    "an alert of no rule": ("UPDATE alert SET rule = ''", "alerts of no rule"),
    "an alert changed less than never": ("UPDATE alert SET number = -1", "less than never"),
    "a snooze over before it began": (
        f"INSERT INTO silence (id, kind, reason, created_at, until) VALUES (1, 'snooze', 'x', {T}, {EARLY})",
        "over before they began"),
    "an acknowledgement ended before it was made": (
        f"INSERT INTO silence (id, kind, reason, created_at, ended_at) VALUES (1, 'ack', 'x', {T}, {EARLY})",
        "over before they began"),
    "a message sent by nobody": (
        f"INSERT INTO delivery (key, channel, kind, state, created_at, next_try_at) VALUES "
        f"('k', 'c', 'alert', 'sending', {T}, {T})", "sent by nobody"),
    "a lease for a thousand years": (
        "INSERT INTO job_lease VALUES ('x', 'h', 1, '2999-01-01 00:00:00.000000')", "job_lease.expires_at"),
    "a job due in a thousand years": (
        "INSERT INTO job_state VALUES ('collect', NULL, '2999-01-01 00:00:00.000000')",
        "job_state.next_due_at"),
    "a message kept for a thousand years": (
        f"INSERT INTO delivery (key, channel, kind, state, created_at, next_try_at) VALUES "
        f"('k', 'c', 'alert', 'queued', {T}, '2999-01-01 00:00:00.000000')", "delivery.next_try_at"),
    "what GitHub's clock said is no time": (
        "INSERT INTO meta VALUES ('github_date', 'noon')", "of itself: github_date"),
    "a cursor that is at no number": (
        "UPDATE cursor SET position = '{\"page\": NaN}'", "cursor.position"),
}  # fmt: skip
