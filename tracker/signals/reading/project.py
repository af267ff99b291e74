"""Whose text is read: every name by which a project may speak of itself, as one pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.signals.reading.words import WORDS

NAME = "§"  # stands for the project's own name in what the phrase lists are held against
# Words that a repository may be called by and a sentence means otherwise: only owner/name counts then.
COMMON = WORDS["common_names"]
PARTS = re.compile(r"[a-z]+(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
LANGUAGES = "python|javascript|typescript|golang|ruby|rust|java|node|swift|php|perl|lua|elixir"
TAIL = re.compile(
    rf"[-_.](?:js|ts|py|jl|rs|rb|go|net|cs|cpp|hs|ex|kt|clj|el|vim|nvim|sh|zsh|r|php|{LANGUAGES})$",
    re.IGNORECASE,
)
HEAD = re.compile(rf"^(?:js|py|rs|go|{LANGUAGES})[-_.](?=\w{{3}})", re.IGNORECASE)
PLATFORM = re.compile(
    r"[-_.](?:android|ios|osx|macos|windows|docs|documentation|framework|library|lib|project|toolkit|package)$",
    re.IGNORECASE,
)
TO_TELL = 4  # letters that a name needs to be known behind the short sign of a language: "golint" for lint
ADDRESS = re.compile(
    r"(?:github|gitlab|gitee|bitbucket|codeberg)\.(?:com|org)/([\w.-]{1,60})/([\w.-]{1,100})"
)
# What stands behind an owner's name and is no part of who it is: "Acme" of acme-labs, "Foo" of foojs.
OWNERS_TAIL = re.compile(
    r"[-_.]?(?:labs?|hq|inc|org|team|io|js|lang|project|oss|open-?source|archived?|research|apis|incubator|"
    r"deprecated|nursery|legacy|dev|community)$",
    re.IGNORECASE,
)
EDITION = r"(?: (?:community|open[- ]source|oss) edition| oss(?!\w))?"
NAME_WORDS = 4
# What stands in capitals behind a name and is no short form of it: "Widget (OBSOLETE)".
STATE = "archived|obsolete|retired|moved|eol|legacy|inactive|dead|frozen|readonly|old|beta|alpha|wip"
NOT_A_NAME = re.compile(
    r"\b(?:is|are|was|has|have|will|no|not|please|this|moved|deprecat\w*|archiv\w*|unmaintained|"
    r"obsoleted?|unsupported|discontinued|retired|legacy|eol|warning|caution|attention|disclaimer|deprecation|"
    r"notice|status|welcome|introduction|overview|readme|about|installation|note|important|"
    r"announcement)\b|[!?]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Project:
    """A repository's names: `full_name` and `former` are OWNER/NAME, `packages` names on an index.

    `fork_of` is the OWNER/NAME that it was forked from: what is said of that is not said of this.
    """

    full_name: str = ""
    former: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    fork_of: str | None = None

    @property
    def told(self) -> bool:
        return bool(self.full_name)

    def is_here(self, address: str) -> bool:
        """Whether an address is that of this repository, under any of its names."""
        found = repository_at(address)
        if found is None or "github.com" not in address.lower():  # the same name elsewhere is another place
            return False
        return found.lower() in {n.lower() for n in (self.full_name, *self.former)}


def repository_at(address: str) -> str | None:
    """OWNER/NAME of the repository that an address leads to; None for a person's page or another host."""
    found = ADDRESS.search(address)
    if found is None:
        return None
    return f"{found.group(1)}/{found.group(2).removesuffix('.git').rstrip('.')}"


# A link that leads to the repository itself, with the words that are linked.
SELF_LINK = re.compile(r"\[([^\[\]\n]{2,40})\]\((https?://[^\s()]{1,200})\)")
NO_ALIAS = re.compile(
    r"^(?:git ?hub|here|link|source|issues?|repo\w*|stars?|home ?page|code)$|[^\w -]", re.IGNORECASE
)


def aliases(text: str, project: Project) -> tuple[str, ...]:
    """What a README also calls its project: the words of links to the repository itself, as "T2T" may be."""
    found = {
        words
        for words, address in SELF_LINK.findall(text)
        if project.is_here(address) and address.rstrip("/").count("/") == 4 and not NO_ALIAS.search(words)
    }
    return tuple(sorted(name for name in found if name[0].isupper()))[:4]


@lru_cache(maxsize=256)
def names(project: Project, title: str, also: tuple[str, ...] = ()) -> re.Pattern[str]:
    """What matches the project's name in a sentence, as the repository, its packages and its title spell it.

    Spaces, hyphens, dots and underscores between the parts of a name are the same, and so is case.
    """
    full = [n for n in (project.full_name, *project.former) if "/" in n]
    bare = [n.rpartition("/")[2] for n in full] + list(project.packages) + titled(title) + list(also)
    if not full:  # nobody told: each proper name of the title may be it
        bare += [word for name in titled(title) for word in re.findall(r"\b[A-Z]\w{2,}", name)]
    spelled = {_spelled(n) for n in full}
    short = {s for n in bare for s in (n, TAIL.sub("", n), HEAD.sub("", n), PLATFORM.sub("", n)) if tells(s)}
    short |= {f"{sign}{n}" for n in bare if len(n) >= TO_TELL and n.isalpha() for sign in ("go", "py")}
    spelled |= {_spelled(name) for name in short}
    spelled |= {_spelled(maker) + " " + _spelled(n.rpartition("/")[2]) for n in full for maker in _makers(n)}
    if project.fork_of and project.fork_of.lower() not in {n.lower() for n in full}:
        spelled.discard(_spelled(project.fork_of))
    choices = "|".join(sorted(spelled - {""}, key=lambda s: (-len(s), s)))
    if not choices:
        return re.compile(r"(?!)")
    return re.compile(
        rf"(?<![\w§])(?<![\w)][./@#-])(?:the )?(?:{choices})(?:\.js|\.py|\.jl)?"
        rf"(?:\s?\((?!{STATE}\))(?-i:[A-Z\d]{{2,8}})\))?"
        rf"{EDITION}"
        r"(?![\w§(]|[-./:=]\w|\(\))",
        re.IGNORECASE,
    )


def _makers(full_name: str) -> list[str]:
    """The owner as a sentence may put it before the name: "Acme Widget" of acme-labs/widget."""
    owner = full_name.partition("/")[0]
    short = OWNERS_TAIL.sub("", owner)
    return [name for name in dict.fromkeys((owner, short)) if len(name) > 2]


def tells(name: str) -> bool:
    return len(name) > 1 and name.lower() not in COMMON


def _spelled(name: str) -> str:
    owner, slash, bare = name.rpartition("/")
    parts = [re.escape(part) for part in re.split(r"[-_. ]+", bare) if part]
    parts = [humps for part in parts for humps in _humps(part)]
    return (re.escape(owner) + r"\s?/\s?" if slash else "") + "[-_. ]?".join(parts)


def _humps(part: str) -> list[str]:
    """ButterKnife is also Butter Knife, and widget3 Widget 3."""
    if numbered := re.fullmatch(r"([A-Za-z]{3,})(\d{1,2})", part):
        return [*_humps(numbered.group(1)), numbered.group(2)]
    found = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", part)
    return found if "".join(found) == part and all(len(f) > 2 for f in found) else [part]


def titled(title: str) -> list[str]:
    """The name that a heading gives: what stands before a colon, and the capitals in brackets behind it."""
    short = re.split(r"\s*[:(\[{–—|,]|\s-+\s", title)[0].strip(" *_`#~=\"'")
    if not short or len(short.split()) > NAME_WORDS or NOT_A_NAME.search(short):
        return []
    capitals = [c for c in re.findall(r"\(([A-Z][A-Z\d]{1,7})\)", title) if not NOT_A_NAME.search(c)]
    initials = "".join(c for c in short if c.isupper() or c.isdigit())
    found = [short, *capitals, *([initials] if len(initials) > 2 else [])]
    return [name for name in found if re.search(r"\w", name)]
