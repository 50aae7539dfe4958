"""Cuts an SQL script into statements the way an engine's own client does."""
import re

_TOKEN = re.compile(
    r"""
    (?P<line>--[^\n]*|\#[^\n]*)
  | (?P<block>/\*)
  | (?P<dollar>\$(?:[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$)
  | (?P<string>[eE]?')
  | (?P<quoted>"|`)
  | (?P<word>[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*)
  | (?P<space>\s+)
  | (?P<number>\d\w*)
  | (?P<other>.)
    """,
    re.X | re.S,
)
_ROUTINE = re.compile(r"create\s+(or\s+replace\s+)?(definer\s*=\s*\S+\s+)?(aggregate\s+)?(temp\w*\s+)?(trigger|procedure|function|event|package)\b", re.I)
_OPEN = {"BEGIN", "CASE", "LOOP", "WHILE", "REPEAT"}


def _string_end(text, at, quote, backslash):
    while at < len(text):
        c = text[at]
        if c == "\\" and backslash:
            at += 2
            continue
        if c == quote:
            if text[at + 1 : at + 2] == quote:
                at += 2
                continue
            return at + 1
        at += 1
    return at


def _comment_end(text, at, nested):
    depth, at = 1, at + 2
    while at < len(text) and depth:
        if text.startswith("*/", at):
            depth, at = depth - 1, at + 2
        elif nested and text.startswith("/*", at):
            depth, at = depth + 1, at + 2
        else:
            at += 1
    return at


def split(text, engine):
    """The statements of `text`, without their terminators, comments in front left out."""
    text = text.lstrip("\ufeff")
    out, at, start = [], 0, 0
    words, depth, delimiter, after_end, parens = [], 0, ";", False, 0

    def flush(end):
        nonlocal words, depth, after_end, parens
        if words or parens:
            out.append(text[start:end].strip())
        words, depth, after_end, parens = [], 0, False, 0

    while at < len(text):
        if engine == "mariadb" and not words:
            m = re.match(r"\s*delimiter[ \t]+(\S+)[^\n]*(\n|$)", text[at:], re.I)
            if m:
                delimiter, at = m.group(1), at + m.end()
                start = at
                continue
        if text.startswith(delimiter, at) and (delimiter != ";" or depth == 0):
            flush(at)
            at += len(delimiter)
            start = at
            continue
        m = _TOKEN.match(text, at)
        kind, tok = m.lastgroup, m.group()
        if kind == "line" and tok[0] == "#" and engine != "mariadb":
            kind, tok = "other", "#"
        if kind in ("line", "space"):
            at += len(tok)
            if not words:
                start = at
            continue
        if kind == "block":
            at = _comment_end(text, at, engine == "postgres")
            if not words:
                start = at
            continue
        if kind == "dollar":
            if engine == "postgres":
                end = text.find(tok, at + len(tok))
                at = len(text) if end < 0 else end + len(tok)
            else:
                at += 1
            continue
        if kind == "string":
            backslash = engine == "mariadb" or tok[0] in "eE" and engine == "postgres"
            at = _string_end(text, at + len(tok), "'", backslash)
            parens = 1
            continue
        if kind == "quoted":
            at = _string_end(text, at + 1, tok, engine == "mariadb" and tok == '"')
            after_end = False
            continue
        if kind == "word":
            if delimiter != ";" and delimiter in tok[1:]:
                tok = tok[: tok.index(delimiter, 1)]  # `END$$`
            word = tok.upper()
            head = text[start : at + len(tok)]
            routine = bool(_ROUTINE.match(head)) or (words and words[0] == "CREATE" and "TRIGGER" in words[:6])
            compound = engine == "mariadb" and words[:3] == ["BEGIN", "NOT", "ATOMIC"]
            top_if = engine == "mariadb" and (words[:1] == ["IF"] or (not words and word == "IF"))
            if after_end:
                after_end = False  # END IF, END LOOP: one closing, not an opening
                if word in _OPEN or word == "IF":
                    words.append(word)
                    at += len(tok)
                    continue
            if engine == "postgres":
                if word == "ATOMIC" and words and words[-1] == "BEGIN":
                    depth += 1
                elif depth and word == "CASE":
                    depth += 1
                elif depth and word == "END":
                    depth -= 1
            elif engine == "mariadb" and [*words, word] == ["BEGIN", "NOT", "ATOMIC"]:
                depth = 1
            elif routine or compound or top_if:
                if word in _OPEN and (word != "REPEAT" or not text[at + 6 :].lstrip().startswith("(")):
                    depth += 1
                elif word == "IF" and (depth or top_if) and re.match(r"[^;]*?\bthen\b", text[at:], re.I | re.S):
                    depth += 1
                elif word == "END" and depth:
                    depth -= 1
                    after_end = True
            words.append(word)
            at += len(tok)
            continue
        at += len(tok)
        after_end = False
        parens = 1
    flush(len(text))
    return [s for s in out if s]


def sections(text):
    """(up, down) of a file with goose or dbmate marks; (text, None) without."""
    mark = re.compile(r"^--\s*(?:\+goose|migrate:|\+micrate|\+migrate)\s*(up|down)\b.*$", re.I | re.M)
    marks = list(mark.finditer(text))
    if not marks:
        return text, None
    part = {"up": "", "down": None}
    for i, m in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        key = m.group(1).lower()
        part[key] = (part[key] or "") + text[m.end() : end]
    return part["up"], part["down"]
