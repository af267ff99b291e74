"""What each verdict means and what to do about it, for readers of reports elsewhere."""

from __future__ import annotations

DOCS = "https://github.com/framework-tracker/framework-tracker/blob/main/docs/audit.md"
RULES: dict[str, tuple[str, str]] = {
    "archived": (
        "Its owners have archived the repository",
        "Nothing will be fixed there. Move to what replaced it.",
    ),
    "end-of-life": ("The project says that it has ended", "Move to what replaced it, or take it over."),
    "moved": ("Development goes on elsewhere", "Depend on the place it moved to."),
    "maintenance-only": ("The project says that it is only maintained", "Expect fixes, and nothing new."),
    "dormant": ("Nobody has said that it is over, but nothing happens", "Look for another, or help out."),
    "fading": ("It runs far below its own pace, and still falls", "Keep an eye on it."),
    "slow": ("It is slow, but not given up", "Nothing to do; it is worth watching."),
    "unknown": ("It could not be judged", "The reason stands beside it."),
}
