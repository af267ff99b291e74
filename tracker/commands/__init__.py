"""The commands, one file each, and the list of them in the order of `tracker --help`.

The sentence beside a name is what `tracker --help` shows, so that help need not import any command.
"""

COMMANDS: dict[str, str] = {
    "demo": "Everything, offline, on played-back public figures.",
    "up": "Live: migrate, collect on schedule, serve the dashboards; one process.",
    "serve": "Only the dashboards.",
    "schedule": "Only the scheduled jobs.",
    "audit": "Which of a project's dependencies nobody maintains; for pipelines.",
    "watch": "Follow repositories, or stop; list what is followed.",
    "sync": "Collect now.",
    "status": "Every followed repository's verdict.",
    "explain": "One verdict with all its evidence.",
    "backtest": "How often the health rules are right, beside baselines.",
    "mcp": "Answers for coding agents: which packages are maintained, and what instead.",
    "alerts": "What changed, why, and who was told; mute, test, play back.",
    "compare": "One metric, several repositories, as of a day.",
    "forecast": "A year ahead, with how sure that is and how it did before.",
    "export": "Series as rows for other programs.",
    "publish": "The dashboards as files, for any file server.",
    "import": "History from other people's files.",
    "jobs": "The scheduled jobs: when they ran, run one now.",
    "db": "Bring the database up to date, check it, back it up, move it.",
    "config": "The settings in force, and where each comes from.",
    "doctor": "Check settings, database, token, network, git, clock and disk.",
}
