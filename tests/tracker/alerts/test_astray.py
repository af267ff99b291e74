"""Rules that name a list nobody has are told, with the nearest there is; others are not spoken of."""

from __future__ import annotations

from tracker.alerts.astray import missing_lists
from tracker.alerts.rules import DEFAULT_RULES, Rule


def test_each_list_that_is_none_is_named_with_its_rule_and_the_nearest() -> None:
    rules = [Rule("a", "gone", lists=("shop", "shpo")), Rule("b", "gone", lists=("zzz",)), *DEFAULT_RULES]
    found = missing_lists(rules, {"shop", "by hand"})
    assert found == [
        "the rule 'a' names the list 'shpo', which is none; did you mean 'shop'?",
        "the rule 'b' names the list 'zzz', which is none; there are by hand, shop",
    ]


def test_where_there_is_no_list_at_all_it_says_how_to_make_one() -> None:
    assert "tracker watch add --list" in missing_lists([Rule("a", "gone", lists=("x",))], ())[0]


def test_a_rule_about_everything_is_never_astray() -> None:
    assert missing_lists(DEFAULT_RULES, ()) == []
