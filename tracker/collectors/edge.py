"""How the order to stop leaves a run: it is never taken for one repository's trouble."""

from __future__ import annotations

from tracker.collectors.base import Context


def listening(context: Context) -> Context:
    """The same context, in which whatever `breathe` raises ends the run: it is how a run is stopped."""
    breathe, ends_run = context.breathe, context.ends_run
    raised: list[Exception] = []

    def listen() -> None:
        try:
            breathe()
        except Exception as error:
            raised.append(error)
            raise

    context.breathe = listen
    context.ends_run = lambda error: any(error is one for one in raised) or ends_run(error)
    return context
