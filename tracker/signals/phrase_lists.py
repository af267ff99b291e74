"""The words with which projects say that they end, move or are only kept alive. Data, no logic.

{noun} stands for words that mean the project, {it} for its name or a pronoun. All are matched without case.
"""

from __future__ import annotations

NOUN = (
    "(?:project|repository|repo|library|package|framework|toolkit|toolbox|code ?base|software|module|tool|code|"
    "plugin|development|fork|product|github repo(?:sitory)?|source code|work)"
)
BE = "(?:is|are|was|were|has been|have been|will be|being|be|been|'s|now)"
ADVERB = (
    "(?:now|also|officially|fully|publicly|permanently|currently|effectively|formally|considered|actively|being|to be|"
    "therefore|thus|hereby|mostly|essentially|an?|in|the|as|only|under|any|further|long[- ]term)"
)
ACTIVE = r"(?:maintained|developed|supported|updated|worked on|active|activ\w+ (?:devel|maint)\w+|devel\w+|maintenance)"
NOT = r"(?:not|no longer|n't|never)"

# (what it declares, a predicate): counts when the words before it are the project.
PREDICATES: tuple[tuple[str, str], ...] = (
    ("archived", rf"{BE} (?:{ADVERB} )*archived?\b(?: state| mode| status)?(?! (?:list|version|doc|paper|data|copy))"),
    ("end-of-life", rf"(?:{BE} |do(?:es)? |will )?(?:{NOT}) (?:be )?(?:{ADVERB} )*{ACTIVE}\b(?! (?:for|on|in|with) )"),
    ("end-of-life", rf"(?:is|are|was)n't (?:{ADVERB} )*{ACTIVE}\b"),
    ("end-of-life", rf"{BE} (?:{ADVERB} )*(?:deprecated|unmaintained|abandoned|discontinued|retired|sunset(?:ted)?|"
                    r"obsolete|defunct|end[- ]of[- ]life|eol|dead|superseded|inactive|unsupported)\b"),
    ("end-of-life", r"(?:has|have) (?:now )?(?:reached|entered) (?:its )?(?:end[- ]of[- ](?:life|support)|eol)\b"),
    ("end-of-life", r"(?:has|have|is|was) (?:now |officially )*(?:ended|ceased|stopped|halted|been (?:ended|stopped|"
                    r"halted|suspended))\b"),
    ("end-of-life", r"(?:do(?:es)?n't|do(?:es)? not|no longer) (?:have|has) (?:any |an? )?(?:current |active |dedicated )?"
                    r"(?:developer|maintainer)s?\b"),
    ("end-of-life", r"(?:has|have) no (?:current |active |dedicated )?(?:developer|maintainer)s?\b"),
    ("end-of-life", r"(?:will|does|do|is|are) (?:not|no longer) (?:be )?(?:receiv(?:e|ing)|get(?:ting)?|see(?:ing)?) "
                    r"(?:any )?(?:more |new |future |further )*(?:updates?|releases?|development|maintenance)\b"),
    ("maintenance-only", r"(?:is|are|has|have|was|will|be|been) (?:(?:now|be|been|currently|only|put|moved|entered|"
                         r"enter|gone|going|moving|in|under|into|on|an?|the|to|its|long[- ]term|minimal) )*"
                         r"(?:(?:minimal |limited )?maintenance(?:[- ]only)?(?: and \w+)? (?:mode|phase|status|state)|"
                         r"(?:minimal|limited|life[- ]support) (?:maintenance|support|mode)|maintenance[- ]only)\b"),
    ("moved", rf"(?:has|have|had|is|was|were|are|will) (?:(?:{ADVERB}|been|be) )*(?:moved|migrated|relocated|"
              r"transferred|transitioned|merged|integrated|upstreamed|folded) (?:in ?to|to|under|over to|as part of|with)\b"
              r"(?! (?:python|cuda|an? |maintenance|end|tensorflow 2|tf ?2|main\b|master\b|version|v?\d|"
              r"github actions|using))"),
    ("moved", r"now (?:lives?|resides?|happens|continues|takes place|is (?:hosted|developed|maintained)) "
              r"(?:in|at|under|on|as part of)\b"),
    ("moved", r"(?:continues|is continued|is continuing) (?:in|at|under) (?!the (?:main|master|dev))"),
)  # fmt: skip

# (what it declares, a whole statement): carries its own subject.
STATEMENTS: tuple[tuple[str, str], ...] = (
    ("archived", r"\b(?:mark|archiv)(?:ing|ed) (?:this|the) {noun}(?: as)? archived?\b"),
    ("archived", r"\b(?:we|i)(?:'ve| have| are|'re)? (?:now |decided to )*archiv(?:ed|ing|e) (?:this|the) {noun}\b"),
    ("archived", r"^\W*status\W+archived?\b"),
    ("end-of-life", r"\bdiscontinuation of (?:this |the )?{noun}\b"),
    ("end-of-life", r"\bwill be (?:the|its|our) (?:last|final) (?:[\w-]+ ){0,2}release\b(?! (?:to|that|with|which|"
                    r"supporting|for|where|before|compatible|on|candidate)\b)(?! of (?:the )?(?:v?\d|\w+ (?:series|"
                    r"branch|line)))"),
    ("end-of-life", r"\bthis (?:is|was|will be) the (?:last|final) (?:(?:main|major|planned|official) )?release of "
                    r"(?:this {noun}|{it})(?! ?v?\d)"),
    ("end-of-life", r"\b(?:(?:will|has|have|'ve|'ll) )?(?:stop|stopped|cease|ceased|discontinued?|discontinuing|stopping|"
                    r"(?:no longer|not|n't)(?: be| to| continue)*)(?: (?:the|all|any|actively|further|active|new|to))* "
                    r"(?:develop|maintain|support|updat)(?:ing|ment)?(?: (?:and|or) \w+)? (?:of )?"
                    r"(?:(?:this|the) {noun}|{it})(?![\w.-]|,? ?v?\d| (?:on|for|api|with|in|python|branch|\w+ version)\b)"),
    ("end-of-life", r"\b(?:no longer|stopped|ceased|discontinued|ended|halted)(?: \w+){0,3} (?:development|maintenance|"
                    r"support)(?: and \w+)? (?:of|for|on) (?:(?:this|the) {noun}|{it})(?![\w.-]|,? ?v?\d)"),
    ("end-of-life", r"\b(?:has|have) ended (?:active )?(?:development|maintenance)\b"),
    ("end-of-life", r"\bno (?:further|future|more|new) (?:planned )?(?:development|updates?|releases?|maintenance)"
                    r"(?:,? (?:or|and|nor) [\w ]{1,30})? (?:is|are|will be)(?: being)? (?:planned|expected|made|provided|"
                    r"published|done|released)\b"),
    ("end-of-life", r"\bno (?:planned|plans for (?:new|further|future)) (?:updates|releases|(?:feature )?development)\b"),
    ("end-of-life", r"\bthere (?:will be|are|is) no (?:further|future|more|plans? for (?:any )?(?:further|future|new)) "
                    r"(?:planned )?(?:(?:feature )?development|updates?|releases?|maintenance)\b"
                    r"(?! (?:for|to|of) (?:the )?\w+ (?:branch|series))"),
    ("end-of-life", r"\bdevelopment (?:of {it} |of this {noun} |on {it} )?(?:(?:has|is|was|have) )(?:been |now )*"
                    r"(?:ceased|stopped|discontinued|halted|ended)\b"),
    ("moved", r"\bcode now lives in\b"),
    ("moved", r"\b(?:all )?(?:future |further |active |ongoing |main )*development (?:efforts? )?(?:has |have |is |will |"
              r"now |been |be )*(?:mov(?:ed|ing)|continu(?:es|ed|ing|e)|happen(?:s|ing)?|takes? place) (?:to|in|at|under)"
              r" (?!the (?:main|master|dev|develop)\b|(?:main|master|dev|develop)\b|an?\b|this\b|our\b|github\b)"),
    ("moved", r"\bmoved all (?:future |further )?development to\b"),
    ("moved", r"^\W*(?:this {noun} )?(?:has |we have |we've )?moved to\b(?! (?:python|cuda|tensorflow 2))"),
    ("maintenance-only", r"^\W*status\W+maintenance\b"),
    ("maintenance-only", r"^\W*(?:notice\W+)?(?:limited|minimal) maintenance\b"),
    ("maintenance-only", r"\b(?:development|work)(?: on \w+)? will be limited to (?:bug[- ]?fix|maintenance)"),
    ("maintenance-only", r"^\W*(?:currently |now )?in maintenance[- ](?:only )?mode\b"),
)  # fmt: skip

ENDED = (
    "deprecated|unmaintained|not maintained|no longer (?:actively |being )?(?:maintained|developed|supported)|abandoned"
    "|discontinued|obsolete|end[- ]of[- ]life|archived?|inactive|retired"
)
# Standing alone at the head of the text it speaks for the whole project.
ALONE = (
    r"^\W*(?:(?:warning|note|notice|important|attention|caution|(?:project |development )?status|this)\W+)*"
    rf"(?P<word>{ENDED})(?:\W*$|\W*[.!:;,—–)\]]\W.*$| in favou?r of .*$| (?:use|see|please|and|as of|since)\b.*$)"
)
TAGGED = rf"[(\[{{*—–:-]\W*(?P<word>{ENDED})\W*$"

NEUTRAL = frozenset(
    "this the our that all of a an entire whole original official current active further future and but so however "
    "open-source open source github git please note unfortunately sadly currently now main public research any more "
    "as here itself also both".split()
)
# A subject with one of these is a part, a version or something else that ends while the project goes on.
PARTS = frozenset(
    "branch version release api apis flag option argument function class feature method support backend format "
    "interface model models script example examples docker image wheel binding bindings documentation docs page wiki "
    "forum channel list slack site website python cuda windows component submodule directory folder file operator "
    "layer parameter old legacy older previous these those some following certain part parts installer nightly conda "
    "cpu gpu platform ios android macos linux dataset data weights checkpoint config".split()
)
NOT_NAMES = frozenset(
    "python cuda windows linux macos ubuntu versions java node pip conda they there you which who what such most "
    "tests development currently everything nothing".split()
)
