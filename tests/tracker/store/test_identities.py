"""Who a repository is: its number is its identity; names, attributes and presence have a history."""

from __future__ import annotations

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, facts, later, series
from tracker.records import Counters, Presence


def row(store: Store, github_id: int = 1) -> dict[str, object]:
    return dict(store.repositories.by_id([github_id])[github_id])


def attributes(store: Store, name: str) -> list[str]:
    return [a.value for a in store.repositories.attributes([1]) if a.name == name]


def test_counters_are_that_days_readings_and_a_missing_one_is_absent(store: Store) -> None:
    said = facts(counters=Counters(stars=10, forks=0))
    assert store.repositories.save(said, NOW, "github") == 2
    assert series(store, "star_count") == {TODAY: 10.0}
    assert series(store, "fork_count") == {TODAY: 0.0}
    assert series(store, "watcher_count") == {}


def test_what_github_left_out_leaves_the_old_value_standing(store: Store) -> None:
    store.repositories.save(facts(description="Maths", license="BSD", is_fork=False), NOW, "github")
    store.repositories.save(facts(license="MIT"), later(days=1), "github")
    now = row(store)
    assert (now["description"], now["license"], now["is_fork"]) == ("Maths", "MIT", False)
    assert now["seen_at"] == later(days=1)


def test_a_rename_keeps_the_history_and_the_old_name_finds_it(store: Store) -> None:
    store.repositories.save(facts(1, "Theano/Theano"), NOW, "github")
    store.repositories.save(facts(1, "Theano/Theano"), later(days=1), "github")
    store.repositories.save(facts(1, "pymc-devs/theano"), later(days=2), "github")
    names = [(n.full_name, n.first_seen, n.last_seen) for n in store.repositories.names([1])]
    assert names == [
        ("Theano/Theano", NOW, later(days=1)),
        ("pymc-devs/theano", later(days=2), later(days=2)),
    ]
    assert store.repositories.find("theano/THEANO")["github_id"] == 1
    assert store.repositories.find("pymc-devs/theano")["github_id"] == 1


def test_a_name_taken_up_again_is_a_chapter_of_its_own(store: Store) -> None:
    for n, name in enumerate(("a/one", "a/two", "a/one")):
        store.repositories.save(facts(1, name), later(days=n), "github")
    assert [n.full_name for n in store.repositories.names([1])] == ["a/one", "a/two", "a/one"]


def test_the_present_owner_of_a_name_comes_before_a_former_one(store: Store) -> None:
    store.repositories.save(facts(1, "a/name"), NOW, "github")
    store.repositories.save(facts(1, "b/name"), later(days=1), "github")
    store.repositories.save(facts(2, "a/name"), later(days=2), "github")
    assert store.repositories.find("a/name")["github_id"] == 2


def test_of_two_that_claim_a_name_the_one_seen_last_has_it(store: Store) -> None:
    store.repositories.save(facts(1, "a/name"), NOW, "github")
    store.repositories.save(facts(2, "a/name"), later(days=2), "github")
    assert store.repositories.find("a/name")["github_id"] == 2
    store.repositories.save(facts(1, "a/name"), later(days=3), "github")
    assert store.repositories.find("a/name")["github_id"] == 1


def test_attributes_are_kept_as_they_changed(store: Store) -> None:
    for n, (archived, description) in enumerate(
        [(False, "Maths"), (False, "Maths"), (True, "Maths"), (False, "")]
    ):
        store.repositories.save(facts(archived=archived, description=description), later(days=n), "github")
    assert attributes(store, "archived") == ["false", "true", "false"]
    assert attributes(store, "description") == ["Maths", ""]


def test_topics_change_with_their_content_not_with_being_read(store: Store) -> None:
    for n, topics in enumerate([("a", "b"), ("a", "b"), ("b",), ()]):
        store.repositories.save(facts(topics=topics), later(days=n), "github")
    assert attributes(store, "topics") == ['["a", "b"]', '["b"]', "[]"]


def test_an_archive_that_was_opened_again_has_no_archive_date(store: Store) -> None:
    store.repositories.save(facts(archived=True, archived_at=NOW), NOW, "github")
    assert row(store)["archived_at"] == NOW
    store.repositories.save(facts(archived=False), later(days=1), "github")
    assert (row(store)["archived"], row(store)["archived_at"]) == (False, None)


def test_missing_then_gone_counts_from_the_first_miss(store: Store) -> None:
    store.repositories.save(facts(), NOW, "github")
    store.repositories.mark_presence(1, Presence.MISSING, "404", later(days=1))
    store.repositories.mark_presence(1, Presence.MISSING, "404", later(days=2))
    store.repositories.mark_presence(1, Presence.GONE, "404 on three days", later(days=3))
    now = row(store)
    assert (now["presence"], now["presence_since"], now["misses"]) == ("gone", later(days=1), 3)
    assert now["presence_reason"] == "404 on three days"


def test_a_repository_seen_again_is_present_since_then(store: Store) -> None:
    store.repositories.save(facts(), NOW, "github")
    store.repositories.mark_presence(1, Presence.BLOCKED, "451", later(days=1))
    store.repositories.save(facts(), later(days=5), "github")
    now = row(store)
    assert (now["presence"], now["presence_since"], now["presence_reason"]) == ("active", later(days=5), None)
    assert now["misses"] == 0


def test_the_presence_of_a_stranger_changes_nothing(store: Store) -> None:
    store.repositories.mark_presence(99, Presence.GONE, "404", NOW)
    assert store.repositories.by_id([99]) == {}


def test_a_followed_name_is_linked_when_its_repository_is_read(store: Store) -> None:
    store.watches.add("theano/theano", "frameworks", "catalog", NOW)
    store.watches.set_problem("Theano/Theano", "not looked yet")
    store.repositories.save(facts(1, "Theano/Theano"), NOW, "github")
    (followed,) = store.watches.all()
    assert (followed["github_id"], followed["problem"]) == (1, None)


def test_a_name_that_only_looks_alike_is_not_linked(store: Store) -> None:
    store.watches.add("a/my-repo", None, "test", NOW)
    store.watches.add("a/my%", None, "test", NOW)
    store.repositories.save(facts(1, "a/my_repo"), NOW, "github")
    store.repositories.save(facts(2, "a/m%"), NOW, "github")
    assert [w["github_id"] for w in store.watches.all()] == [None, None]


def test_many_repositories_saved_together_are_as_if_saved_one_by_one(store: Store) -> None:
    first = [facts(n, f"o/n{n}", archived=n == 2, description="a", topics=("x",)) for n in (1, 2)]
    second = [
        facts(1, "o/renamed", description="b", counters=Counters(stars=5)),
        facts(2, "o/n2", archived=False),
        facts(3, "o/new", counters=Counters(stars=1)),
        facts(3, "o/new", counters=Counters(stars=2)),  # followed under two names
    ]
    for number in (1, 2):
        store.repositories.save(first[number - 1], NOW, "github")
    store.repositories.mark_presence(1, Presence.GONE, "404", later(hours=1))
    versions = store.versions.all()
    assert store.repositories.save_all(second, later(days=1), "github") == 2
    found = store.repositories.by_id([1, 2, 3])
    assert found[1]["presence"] == "active"
    assert found[1]["presence_since"] == later(days=1)
    assert (found[1]["name"], found[1]["description"], found[1]["topics"]) == ("renamed", "b", '["x"]')
    assert found[2]["archived"] is False
    assert found[3]["seen_at"] == later(days=1)
    names = [(row.repository_id, row.full_name) for row in store.repositories.names([1, 2, 3])]
    assert names == [(1, "o/n1"), (1, "o/renamed"), (2, "o/n2"), (3, "o/new")]
    changed = [(a.repository_id, a.name) for a in store.repositories.attributes([1, 2]) if a.seen_at > NOW]
    assert changed == [(1, "description"), (2, "archived")]
    assert store.observations.latest([3], ["star_count"], later(days=2).date())[3, "star_count"][1] == 2
    assert all(store.versions.all()[n][0] == versions[n][0] + 1 for n in (1, 2))


def test_a_repository_as_it_was_moves_no_version_that_verdicts_rest_on(store: Store) -> None:
    same = facts(1, "o/n", description="a", archived=False, topics=("x",), created_at=NOW)
    store.repositories.save(same, NOW, "github")
    before = store.versions.all()
    store.repositories.save_all([same], later(days=1), "github")
    assert store.versions.all() == before
