"""Damages that somebody else's program, a bad disk or a wrong clock could do: name, statement, words told.

PACKED stands for the bytes of a document that can be read.
"""

from __future__ import annotations

T = "'2026-06-01 00:00:00.000000'"
EARLY = "'2026-05-01 00:00:00.000000'"
LATE = "'2030-01-01 00:00:00.000000'"
METRIC = "(SELECT id FROM metric)"
TURN = (
    "INSERT INTO transition (id, repository_id, rule, number, from_state, to_state, value, at, as_of, "
    f"reason, payload) VALUES (1, 1, 'ended', 1, 'inactive', 'firing', 'dormant', {T}, '2026-06-01', 'why', "
    '\'{"since": "2026-05-20"}\'); '
)


def fires(state: str = "firing", value: str = "dormant", since: str = "'2026-05-20'") -> str:
    """Statements by which the alert stands so, after a change to firing since 20 May."""
    standing = f"state = '{state}', value = '{value}', since = {since}, number = 1"
    return f"{TURN}UPDATE alert SET {standing}"


SECOND = (  # another repository of the same name
    "INSERT INTO repository (github_id, node_id, owner, name) VALUES (2, 'R_2', 'Owner1', 'name1'); "
    f"INSERT INTO repository_name VALUES (2, 'Owner1/name1', {T}, {T}); "
    f"UPDATE repository_name SET first_seen = {T}, last_seen = {T}"
)
MESSAGE = (
    "INSERT INTO delivery (key, channel, kind, state, created_at, next_try_at, sent_at, attempts) VALUES "
)
SENT = f"{MESSAGE}('k', 'c', 'alert', 'sent', {T}, {T}, {T}, 1); "
NOTE = f"INSERT INTO notification VALUES (1, 'c', 'sent', 'in alert k', {T}, false, 'k'); "
OVERVIEW = (
    "INSERT INTO overview (repository_id, judged, counted, made_by, judged_on, judged_until, counted_on, "
    "counted_until, headline, gravity, unmaintained, document) SELECT 1, 0, 0, 'x', '2026-06-30', "
    "'2026-07-30', '2026-06-30', '2026-07-30', 'active', 7, false, PACKED FROM repository; "
)
LIFE = (
    "INSERT INTO life VALUES (1, '2020-01-01', 'active', 'none', 'active', 'here', NULL, NULL, 'b', FALSE); "
)
SHOWN = f"{OVERVIEW}{LIFE}INSERT INTO kept VALUES (1, 'verdict', PACKED); "
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
    "two versions": ("INSERT INTO alembic_version VALUES ('0001')", "one version"),
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
        LIFE.replace("2020", "1890"),
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
    # Each table, each column's invariant.
    "two repositories of one name": (SECOND, "of one name at one time"),
    "a repository that was read and has no node": ("UPDATE repository SET node_id = ''", "without a node"),
    "misses of one that is there": ("UPDATE repository SET misses = 2", "misses of repositories"),
    "gone without a miss": (
        f"UPDATE repository SET presence = 'gone', presence_since = {T}", "misses of repositories"),
    "read before there was anything": (
        "UPDATE cursor SET updated_at = '2001-01-01 00:00:00.000000'", "from before there was GitHub"),
    "a name that is none": (
        f"INSERT INTO repository_name VALUES (1, 'Theano', {T}, {T})", "names of repositories that are not"),
    "an attribute that nobody knows": (
        f"INSERT INTO attribute VALUES (1, 'colour', {T}, 'red')", "attribute.name"),
    "a list without a name": (f"INSERT INTO watch_list VALUES ('', 'f', {T})", "lists without a name"),
    "an entry of a list that is not there": (
        f"INSERT INTO watch_list VALUES ('a', 'one.txt', {T}), ('b', 'two.txt', {T}); INSERT INTO "
        f"watch_list_entry VALUES ('a', 'two.txt', 'p', 'o/n', NULL, {T})", "lists that are not there"),
    "a name on a list that is none": (
        f"INSERT INTO watch_list VALUES ('a', '', {T}); INSERT INTO watch_list_entry VALUES "
        f"('a', '', '', 'tensorflow', NULL, {T})", "names on lists"),
    "a metric that nobody knows": ("UPDATE metric SET name = 'happiness'", "metrics of unknown names"),
    "a source of unknown worth": ("UPDATE source SET name = 'export:golden:github'", "unknown worth"),
    "half a fork": (
        "UPDATE metric SET name = 'fork_count'; UPDATE observation SET value = 0.5", "not whole"),
    "commits by people on a day without commits": (
        "UPDATE metric SET name = 'commits_human'", "commits_human on days without commits"),
    "a revision of a value that is not there": (
        f"INSERT INTO revision VALUES (1, {METRIC}, '2026-06-01', 1780000000, 1, 2)", "that are not there"),
    "a revision before there was a value": (
        f"INSERT INTO revision VALUES (1, {METRIC}, '2026-06-30', 1500000000, 1, 2)", "there was a value"),
    "a revision to below zero": (
        f"INSERT INTO revision VALUES (1, {METRIC}, '2026-06-30', 1782820800, 1, -2)", "are no numbers"),
    "an author on a day without commits": (
        "INSERT INTO author_day VALUES (1, '2026-06-01', 5)", "authors on days without commits"),
    "a maintainer who answered before anybody": (
        f"{ISSUE}, first_response_at, first_maintainer_response_at) VALUES (1, 5, false, {T}, {T}, {T}, "
        f"{EARLY})", "before the first answer"),
    "a maintainer's answer that is none": (
        f"{ISSUE}, first_maintainer_response_at) VALUES (1, 5, false, {T}, {T}, {T})",
        "before the first answer"),
    "a notice that stands twice": (
        f"INSERT INTO notice (repository_id, place, declares, first_seen, sentence) VALUES "
        f"(1, 'readme', 'moved', {T}, 'so'), (1, 'readme', 'moved', {EARLY}, 'so')", "stand twice"),
    "a gap of 1901": (
        f"INSERT INTO gap VALUES (1, {METRIC}, '1901-01-01', '2026-06-01', 'why')", "gap before 1970"),
    "a cursor of a collector that nobody knows": (
        "UPDATE cursor SET collector = 'astrology'", "cursor.collector"),
    "a cursor that its collector cannot read": (
        "UPDATE cursor SET position = '{\"seen\": \"noon\"}'", "their collectors cannot read"),
    "a cursor that saw days to come": (
        "UPDATE cursor SET position = '{\"seen\": \"2031-01-01T00:00:00+00:00\"}'", "cursors in days"),
    "a run of a job that nobody knows": ("UPDATE run SET job = 'dance'", "run.job"),
    "a run in no slot": ("UPDATE run SET slot = ''", "runs of no job"),
    "a miss of no collector": (
        "INSERT INTO run_gap SELECT id, 0, 1, '', 'why' FROM run", "misses without a reason"),
    "a lease of nobody": (f"INSERT INTO job_lease VALUES ('collect', '', 1, {T})", "leases of nobody"),
    "a state of a job that nobody knows": (f"INSERT INTO job_state VALUES ('x', NULL, {T})", "job_state.job"),
    "a database that does not say what it is": ("DELETE FROM meta WHERE key = 'kind'", "live or a demo's"),
    "a demo without its day": ("UPDATE meta SET value = 'demo' WHERE key = 'kind'", "demo without its day"),
    "a live database with a demo's day": (
        "INSERT INTO meta VALUES ('clock', '2026-06-30')", "with a demo's day"),
    "alerts judged until a day to come": (
        "INSERT INTO meta VALUES ('alerts_until', '2031-01-01')", "of itself: alerts_until"),
    "a clock that stood in time to come": (
        "INSERT INTO meta VALUES ('github_date', '2031-01-01T00:00:00+00:00 2031-01-01T00:00:00+00:00')",
        "of itself: github_date"),
    "an alert that fires and never changed": ("UPDATE alert SET state = 'firing'", "never changed"),
    "an alert that fires since no day": (fires(since="NULL"), "since another day"),
    "an alert that fires since another day": (fires(since="'2020-01-01'"), "since another day"),
    "an alert at another value": (fires(value="archived"), "at another value"),
    "an alert that is over and was not": (fires(state="resolved"), "stand otherwise"),
    "an alert that is pending since no day": (
        f"{TURN}UPDATE transition SET to_state = 'pending'; UPDATE alert SET state = 'pending', number = 1",
        "pending since no day"),
    "an alert that is quiet and turning": (
        "UPDATE alert SET turning_since = '2026-06-01'", "quiet and turning"),
    "a change without a number": (f"{TURN}UPDATE transition SET number = 0", "without a number"),
    "a channel told of another alert": (
        f"{TURN}INSERT INTO baseline VALUES (1, 'other', 'c', 'firing:dormant', 1, {T})", "another alert"),
    "a channel told what no change said": (
        f"{TURN}INSERT INTO baseline VALUES (1, 'ended', 'c', 'firing:gone', 1, {T})", "no change said"),
    "a notification in another channel's message": (
        f"{TURN}{SENT}{NOTE}UPDATE notification SET channel = 'd'", "another channel"),
    "a notification of another fate": (
        f"{TURN}{SENT}{NOTE}UPDATE notification SET state = 'queued'", "another fate"),
    "a message that tells of nothing": (SENT, "tell of nothing"),
    "a message sent without a try": (
        f"{TURN}{SENT}{NOTE}UPDATE delivery SET attempts = 0", "without a try"),
    "a message held and not being sent": (
        f"{TURN}{SENT}{NOTE}UPDATE delivery SET claimed_by = 'host:1'", "not being sent"),
    "a message sent before it was made": (
        f"{TURN}{SENT}{NOTE}UPDATE delivery SET sent_at = {EARLY}", "before they were made"),
    "a message for no channel": (
        f"{TURN}{SENT}{NOTE}UPDATE delivery SET channel = ''", "for no channel"),
    "an acknowledgement of no alert": (
        f"INSERT INTO silence (id, kind, reason, created_at) VALUES (1, 'ack', 'x', {T})", "of no alert"),
    "a snooze without an end": (
        f"INSERT INTO silence (id, kind, reason, created_at) VALUES (1, 'snooze', 'x', {T})",
        "snoozes without an end"),
    "a forecast by no method": (
        f"INSERT INTO forecast VALUES (1, {METRIC}, '2026-05-31', '2026-06-30', 1, 2, 3, '', {T})",
        "by no method"),
    "a past without a verdict": (LIFE, "rows of life of repositories without a verdict"),
    "a location unheard of": (LIFE.replace("'here'", "'moon'"), "life.location"),
    "a verdict without its findings": (f"{OVERVIEW}{LIFE}", "without their findings"),
    "a verdict of another gravity": (f"{SHOWN}UPDATE overview SET gravity = 3", "another gravity"),
    "a verdict over before it was made": (
        f"{SHOWN}UPDATE overview SET judged_until = '2026-06-01'", "over before they were made"),
    "shown stars below zero": (f"{SHOWN}UPDATE overview SET stars = -4", "shown numbers below zero"),
    "a kept series that nobody knows": (f"{SHOWN}UPDATE kept SET what = 'mood'", "kept.what"),
    "a headline unheard of": (f"{SHOWN}UPDATE overview SET headline = 'fine'", "overview.headline"),
    "a panel of an unknown kind": ("INSERT INTO panel VALUES ('mood', 0, 500, 1, PACKED)", "panel.what"),
    "a panel of no month": ("INSERT INTO panel VALUES ('states', 0, -5, 1, PACKED)", "never were"),
    "a panel cut otherwise": (
        "INSERT INTO panel VALUES ('states', 0, 500, 1, PACKED), ('states', 1, 500, 2, PACKED)",
        "panels cut in two ways"),
    "a cursor that is at no number": (
        "UPDATE cursor SET position = '{\"page\": NaN}'", "cursor.position"),
}  # fmt: skip
