"""Marks taken out of a line of Markdown, reStructuredText or HTML: words, code as code, and where links lead.

Every pattern is bounded and stops at its own opening sign, so that cost grows with the text and no faster.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"  # around what stood as code
LINK = "\ue002"  # LINK number LINK: stands behind the words of a link, until the sentence is known
LONGEST_URL = 600

IMAGE = re.compile(
    r"!\[[^\[\]]{0,400}\](?:\([^()]{0,800}(?:\([^()]{0,200}\)[^()]{0,200})?\)|\[[^\[\]]{0,200}\])"
)
MARKDOWN = re.compile(
    r"\[([^\[\]]{0,400})\]\(\s?<?([^()\s<>]{0,600}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)>?(?:\s+[\"'][^\"']{0,200}[\"'])?\s?\)"
)
REFERENCE = re.compile(r"\[([^\[\]]{1,400})\] ?\[([^\[\]]{0,200})\]")
RST = re.compile(r"`([^`<\n]{1,300}?)\s?<([^`<>\s]{1,600})>`__?")
ANCHOR = re.compile(r"<a\b[^<>]{0,800}?\bhref\s?=\s?[\"']?([^\"'<>\s]{1,600})[^<>]{0,800}>", re.IGNORECASE)
CODE = re.compile(
    r"``([^`\n]{1,300})``|(?<!`)`([^`\n]{1,300})`(?!_)|<(?:code|kbd|tt)>([^<]{0,300})</(?:code|kbd|tt)>"
)
RST_NAME = re.compile(r"`([^`\n]{1,300})`_{1,2}")
TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
URL = re.compile(r"<?https?://[^\s<>\"'`\ue000-\ue002|]{0,600}[\w/#=&%~-]>?")
EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|~~")
EMOJI = re.compile(r":[a-z0-9_+-]{2,40}:")
ENTITY = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&mdash;": "—",
          "&ndash;": "–", "&rsquo;": "'", "&apos;": "'"}  # fmt: skip
ALERT = re.compile(r"\[!\w{1,20}\]")
DOTS = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "…": "...", "\u200b": ""}


class TextLinks:
    """Addresses by their number in the text, so that a sentence can be asked where it points."""

    def __init__(self, references: dict[str, str]) -> None:
        self.addresses: list[str] = []
        self.references = references

    def put(self, words: str, address: str) -> str:
        if not address:
            return words
        self.addresses.append(address)
        return f"{words}{LINK}{len(self.addresses) - 1}{LINK}"

    def named(self, match: re.Match[str]) -> str:
        words, name = match.group(1), match.group(2) or match.group(1)
        return self.put(words, self.references.get(name.lower(), ""))


def plain(text: str, links: TextLinks) -> str:
    """The words of a block; code between OPEN and CLOSE, links numbered behind their words."""
    for odd, usual in (*DOTS.items(), *ENTITY.items()):
        text = text.replace(odd, usual)
    text = ALERT.sub(" ", IMAGE.sub(" ", text))
    text = MARKDOWN.sub(lambda m: links.put(m.group(1), m.group(2)), text)
    text = REFERENCE.sub(links.named, text)
    text = RST.sub(lambda m: links.put(m.group(1), m.group(2)), text)
    text = CODE.sub(lambda m: OPEN + (m.group(1) or m.group(2) or m.group(3) or "").strip() + CLOSE, text)
    text = RST_NAME.sub(r"\1", text)
    text = ANCHOR.sub(lambda m: f" {links.put('', m.group(1))}", text)
    text = URL.sub(lambda m: links.put("URL", m.group(0).strip("<>")), text)
    text = TAG.sub(" ", text)
    return " ".join(EMOJI.sub(" ", EMPHASIS.sub("", text)).split())
