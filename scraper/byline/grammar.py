"""The grammar of a credit line: who holds which role.

line    = gap (mark gap)*
gap     = people of the mark in front, or of the mark behind (A/文), then the
          affiliation of the mark behind
group   = marks with no people between them: 文/图, 闪电新闻记者 齐鲁频道记者
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ..items import Role
from .lexicon import EDITORIAL, LABELS, MEDIA, OF_EDITORS, PHRASAL, SOURCES, TITLES, WEAK
from .names import (
    COMMON_SURNAMES,
    SINGLE_GIVEN,
    has_surname,
    is_half,
    is_heading,
    is_usual_name,
)
from .people import (
    Person,
    has_subject,
    is_likely,
    is_press,
    joined,
    read_framed,
    read_people,
    split_affiliation,
)
from .tokens import SINGLE, Mark, Sep, Tokens, Word, tokenize


class Credit(NamedTuple):
    """A person credited in a line."""

    name: str
    role: Role
    affiliation: str | None


class Line(NamedTuple):
    """A line that is a credit line from end to end."""

    credits: tuple[Credit, ...]
    editorial: bool
    """Whether it holds nothing but editors' roles."""


class _Group(NamedTuple):
    """Marks that share their people, with the affiliation printed before the last."""

    marks: list[Mark]
    affiliation: str | None
    titles: tuple[Role, ...]
    """Its roles that are printed as a title: 记者, 通讯员."""
    others: tuple[Role, ...]

    @classmethod
    def of(cls, marks: list[Mark], affiliation: str | None) -> _Group:
        """Sort the roles of some marks; 摄影报道 is no title."""
        titles: tuple[Role, ...] = ()
        others: tuple[Role, ...] = ()
        for mark in marks:
            if len(mark.roles) == 1 and mark.roles[0] in TITLES:
                titles += mark.roles
            else:
                others += mark.roles
        return cls(marks, affiliation, titles, others)

    @property
    def closing(self) -> bool:
        return self.marks[-1].closing

    @property
    def ignored(self) -> bool:
        return all(mark.ignored for mark in self.marks)

    @property
    def media(self) -> bool:
        return bool(self.others) and not self.titles and MEDIA.issuperset(self.others)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of people who stand behind the group."""
        titles = self.titles[-1:] if self.affiliation else self.titles
        if titles and self.marks[0].roles == titles[:1] and len(self.marks) > 1:
            titles = titles[-1:] if not self.others else titles
            return (*titles, *self.others)
        return merged(titles, self.others)


def merged(titles: tuple[Role, ...], others: tuple[Role, ...]) -> tuple[Role, ...]:
    """Return the roles of a person with a title (记者) and with other roles.

    `图/本报记者 A` and `本报记者 A 摄` name a photographer, `文/本报记者 A` a reporter,
    `文/图 本报记者 A` and `本报记者 A 摄影报道` both.
    """
    if not titles or not others:
        return titles or others
    writes = Role.AUTHOR in others or Role.REPORTER in others
    rest = tuple(r for r in others if r not in (Role.AUTHOR, Role.REPORTER))
    return (*titles, *rest) if writes else rest


class _Parser:
    """One reading of one line."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.groups: list[_Group] = []
        self.people: list[list[Person]] = []
        """One gap more than groups: the people before, between and behind them."""

    def line(self) -> Line | None:
        """Return who is credited, ``None`` when the line is no credit line."""
        if not self._read_gaps() or self._weak() or not self._sure():
            return None
        held = self._hold()
        if held is None:
            return None
        found = dict.fromkeys((p.name, role, a) for p, role, a in held)
        once: dict[tuple[str, Role], Credit] = {}
        for name, role, affiliation in found:
            once.setdefault((name, role), Credit(name, role, affiliation))
        return Line(tuple(once.values()), self._editorial())

    def _read_gaps(self) -> bool:
        """Fill `groups` and `people`; false when a word belongs to no credit line."""
        text, marks, gaps = self.tokens
        before: Mark | None = None
        for index, mark in enumerate(marks):
            if before and _owns_all(before) and mark.before is not Sep.NONE:
                parted: tuple[list[Word], str | None] | None = (gaps[index], None)
            else:
                parted = split_affiliation(
                    text, gaps[index], mark.before, leading=index == 0, title=_is_title(mark)
                )
            if parted is None:
                return False
            words, affiliation = parted
            people = self._read(words, before, mark)
            if people is None or (words and not people and _inside_words(mark)):
                return False
            if before and not words and self._same_group(before, mark):
                group = self.groups[-1]
                inner = affiliation or group.affiliation
                self.groups[-1] = _Group.of([*group.marks, mark], inner)
            else:
                self.groups.append(_Group.of([mark], affiliation))
                self.people.append(people)
            before = mark
        last = self._read(gaps[-1], before, None)
        if last is None:
            return False
        self.people.append(last)
        return True

    def _read(
        self, words: list[Word], before: Mark | None, behind: Mark | None
    ) -> list[Person] | None:
        """Return the people of a gap; the words of a role not in the record are read over."""
        if before and before.closing and behind is None and words:
            return (
                None
                if before.after is not Sep.HARD
                else read_people(words, explicit=False, tied=False)
            )
        owner = before if before and not before.closing else behind
        if owner and owner.ignored and (before is owner or before is None):
            return [] if sum(len(word.text) for word in words) <= 40 else None
        explicit = bool(before and before.explicit and not before.closing)
        tied = bool(behind and behind.before is Sep.SLASH)
        in_caption = before is None and behind and behind.roles == (Role.PHOTOGRAPHER,)
        if in_caption and has_subject(words):
            return None
        titled = bool(before and TITLES.issuperset(before.roles))
        if before and before.roles and self.tokens.marks[-1].text.endswith(("报道", "报导")):
            return read_framed(words, explicit=explicit, tied=tied, title=titled)
        is_label = explicit and before and before.text in LABELS and len(self.tokens.marks) == 1
        return read_people(
            words,
            explicit=explicit,
            tied=tied,
            title=titled,
            label=before.after if before and is_label else None,
        )

    def _same_group(self, before: Mark, mark: Mark) -> bool:
        if mark.closing or before.closing or mark.ignored or before.ignored:
            return False
        if before.after is Sep.HARD:
            return False
        if _is_title(mark) and self._is_behind(before):
            return False
        return before.after is not Sep.COLON or _is_title(mark)

    def _is_behind(self, mark: Mark) -> bool:
        """Whether a medium belongs to the person in front of it: `记者 A 文 记者 B 摄`."""
        behind_title = len(self.groups) > 1 and bool(self.groups[-2].titles)
        is_last = MEDIA.issuperset(self.tokens.marks[-1].roles) and not self.tokens.gaps[-1]
        return mark.text in SINGLE and behind_title and bool(self.people[-1]) and is_last

    def _weak(self) -> bool:
        """Whether the only role is an ordinary word with nothing to mark it as a role: `视频 A`."""
        marks = self.tokens.marks
        if any(m.text in WEAK and m.before is m.after is Sep.NONE for m in marks):
            return True
        behind = zip(marks, self.tokens.gaps[1:], strict=True)
        if any(m.text in PHRASAL and m.after is Sep.NONE for m, words in behind if words):
            return True
        if len(marks) > 1 or marks[0].text not in WEAK:
            return False
        if marks[0].explicit or marks[0].before.tight:
            return False
        names = [person.name for gap in self.people for person in gap]
        return not (marks[0].text in OF_EDITORS and names and all(map(is_usual_name, names)))

    def _sure(self) -> bool:
        """Whether words that may be no names stand like names: not `记者 走进 大集`.

        They do in the company of a name, behind 通讯员, or one to a role: `本报记者 铁弩`.
        """
        people = [person for gap in self.people for person in gap]
        if all(person.sure for person in people) or any(person.sure for person in people):
            return True
        if all(Role.CORRESPONDENT in mark.roles for mark in self.tokens.marks):
            return True
        if not self.groups[0].titles or any(is_heading(person.name) for person in people):
            return False
        return len(people) <= sum(1 for mark in self.tokens.marks if mark.roles)

    def _hold(self) -> list[tuple[Person, Role, str | None]] | None:
        """Give everyone a role, in printed order; ``None`` when someone is left without."""
        held: list[tuple[Person, tuple[Role, ...], str | None]] = []
        behind = [self._stands_behind(k) for k in range(len(self.groups))]
        for k, people in enumerate(self.people):
            front = self.groups[k - 1] if k and not behind[k - 1] else None
            back = self.groups[k] if k < len(behind) and behind[k] else None
            if not people:
                continue
            if front and front.closing:
                front = None
            if front and back and self._for_all(back):
                held = [
                    (
                        person,
                        merged(roles, back.others) if roles and roles[0] in TITLES else roles,
                        a,
                    )
                    for person, roles, a in held
                ]
            held += self._roles(people, front, back)
            if not front and not back and not self._closed():
                return None
        return [
            (person, role, person.affiliation or affiliation)
            for person, roles, affiliation in held
            for role in roles
        ]

    @staticmethod
    def _for_all(back: _Group) -> bool:
        """Whether a group behind speaks of everyone in the line: 摄影报道, 文/图."""
        return len(back.others) > 1 and Role.PHOTOGRAPHER in back.others

    def _roles(
        self, people: list[Person], front: _Group | None, back: _Group | None
    ) -> list[tuple[Person, tuple[Role, ...], str | None]]:
        titles, others = (front.titles, front.others) if front else ((), ())
        roles = front.roles if front else ()
        if front and back and back.others and titles:
            roles = merged(titles, (*others, *back.others))
        elif back and not front:
            roles = back.roles or (() if back.ignored else (Role.REPORTER,))
        elif not front:
            roles = (Role.REPORTER,)
        affiliation = front.affiliation if front else back.affiliation if back else None
        return [(p, self._station(p, roles, people), affiliation) for p in people]

    @staticmethod
    def _station(person: Person, roles: tuple[Role, ...], people: list[Person]) -> tuple[Role, ...]:
        """Return a person's roles; a station's people are reporters: 通讯员 A 德州台 B.

        What a body's people are behind reporters is not said: 记者 A 平原县委宣传部 B.
        """
        is_of_body = person.affiliation and not person.press and not people[0].affiliation
        if is_of_body and Role.REPORTER in roles:
            return tuple(role for role in roles if role in MEDIA)
        own = not person.press or people[0].affiliation or not roles
        return roles if own or MEDIA.issuperset(roles) else (Role.REPORTER,)

    def _closed(self) -> bool:
        return any(group.closing for group in self.groups)

    def _stands_behind(self, k: int) -> bool:
        """Whether a group stands behind its people: `A/文 B/图`, `记者 A 摄`, `A 报道`."""
        group, people = self.groups[k], self.people[k]
        if not people:
            return False
        if group.closing:
            return True
        if not self.people[k + 1]:
            return (
                k == 0 or group.media or Role.REPORTER in group.others or self._stands_behind(k - 1)
            )
        if k == 0:
            # `A案终审：B`, `A公司车间（通讯员 B 摄）`
            if group.titles or group.marks[-1].after is Sep.COLON:
                return False
            return not (self._closed() and EDITORIAL.issuperset(group.roles))
        if not group.media or group.affiliation:  # 记者 A 闪电评论员 B
            return False
        first, last = group.marks[0], group.marks[-1]
        if first.before.tight != last.after.tight:
            return first.before.tight
        last_media = max(i for i, g in enumerate(self.groups) if not g.closing)
        behind_all = not self.people[last_media + 1]
        return behind_all and all(g.media or g.closing for g in self.groups[k:])

    def _editorial(self) -> bool:
        return all(mark.roles and EDITORIAL.issuperset(mark.roles) for mark in self.tokens.marks)


def _owns_all(mark: Mark) -> bool:
    """Whether outlets behind a mark are its own: `监制：大众网 编辑：A`, `综合央视新闻 编辑：A`."""
    return mark.ignored and (mark.explicit or mark.text in SOURCES)


def _inside_words(mark: Mark) -> bool:
    """Whether a mark is a piece of other words: `最新旅行摄影范本`."""
    plain = not (mark.closing or mark.ignored or _is_title(mark))
    return plain and mark.before is mark.after is Sep.NONE


def _is_title(mark: Mark) -> bool:
    """Whether outlets stand before a role word: 大众网记者, 《棱镜》作者."""
    return bool(mark.roles) and (
        mark.roles[0] in TITLES or mark.text.endswith(("作者", "员", "人"))
    )


@lru_cache(maxsize=4096)  # the same reporters sign many articles
def parse_line(text: str) -> Line | None:
    """Read a cleaned line that is credits from end to end; ``None`` for any other."""
    tokens = tokenize(text.rstrip("。. "))
    if tokens is None:
        return None
    if all(mark.closing for mark in tokens.marks) and not _bare_report(tokens):
        return None
    return _Parser(tokens).line()


def _bare_report(tokens: Tokens) -> bool:
    """Whether `X报道` is a name and 报道: 赵庆川报道, 德州台 公维勇 报道, not 相关报道."""
    words = [word.text for word in joined(tokens.gaps[0])[0]]
    first = next((word for word in words if not is_press(word)), "")
    if first and first != words[0]:  # `德州台 公维勇 报道`, not `新华社 全程报道`
        apart = tokens.marks[0].before is not Sep.NONE
        usual = first[-1] in SINGLE_GIVEN or (apart and first[0] in COMMON_SURNAMES)
        return has_surname(first) and (len(first) > 2 or usual)
    if first[:1] in COMMON_SURNAMES or is_half(first[:2], "某"):
        return True
    return first[-1:] in SINGLE_GIVEN and is_likely(first)
