"""What is answered while the database is away or damaged: 503, when to ask again, the last known page."""

from __future__ import annotations

import logging
from dataclasses import replace

from markupsafe import escape

from dashboards.api.problems import RETRY_AFTER
from dashboards.http.respond import Representation
from tracker.store.session import Damaged, StoreError, Unavailable

log = logging.getLogger(__name__)
PLACE = b'<main id="main" class="inner" tabindex="-1">\n'  # where base.html begins what a page says
TITLE = "The database is away"
REOPENED = "Its figures are all there: this page shows them by itself once that is done."
RECOVERY = "Nothing is lost by that here: pages come back by themselves when it answers again."


def is_outage(error: StoreError) -> bool:
    """Whether there is a database that cannot be read at present, rather than none yet."""
    return isinstance(error, (Unavailable, Damaged))


def last_known(page: Representation, error: StoreError) -> Representation | None:
    """A page as it was last made, with a word on top that it may be old; None for what is no page of ours."""
    if page.media_type != "text/html" or PLACE not in page.body:
        return None
    log.warning("the last known page is shown: %s", error)
    word = f"{TITLE}: this page was made before, and may be old. {error}"
    notice = f'<p class="notice" role="alert">{escape(word)}</p>\n'.encode()
    body = page.body.replace(PLACE, PLACE + notice, 1)
    return replace(page, body=body, status=503, cache="no-store", retry_after=RETRY_AFTER)
