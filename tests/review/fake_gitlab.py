#!/usr/bin/env python3
"""fake_gitlab.py - stateful stand-in for the part of the GitLab REST API that a review bot uses (stdlib only).

  fake_gitlab.py --diff mr.diff [--state state.json] [--fail 403|422|429|500:N] [--slow S:N] [--cut N] [--cut-after N]

Prints "LISTENING http://127.0.0.1:PORT/api/v4" and then one JSON line per request. Rules it enforces (GitLab's documentation of
the discussions API):
  * a token is wanted (401); lists are paged with a Link header
  * a position names the base, start and head of the newest version, and a line of the diff: `new_line` alone for a line
    that was added, with `old_line` for one that was not, else 400 "line_code can't be blank"
  * notes are changed and discussions resolved by their own; a body is not blank and has at most 1,000,000 characters
  * `suggestion:-A+B` reaches at most 100 lines up and down
"""
import argparse, io, json, os, re, socket, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

options = argparse.ArgumentParser()
options.add_argument("--diff", required=True)
options.add_argument("--state")
options.add_argument("--fail", action="append", default=[])
options.add_argument("--slow", default="0:0")
options.add_argument("--cut", type=int, default=0)
options.add_argument("--cut-after", type=int, default=0)
options.add_argument("--page", type=int, default=20)
A = options.parse_args()
LOCK = threading.Lock()
ME = {"id": 7, "username": "bot"}
SHAS = {"base_commit_sha": "b" * 40, "start_commit_sha": "c" * 40, "head_commit_sha": "a" * 40}
STATE = {"discussions": [], "next": 1}
SLOW = [float(part) for part in A.slow.split(":")]
FAILS = {int(code): int(n) for code, n in (one.split(":") for one in A.fail)}
if A.state:
    try:
        STATE = json.load(open(A.state))
    except FileNotFoundError:
        pass


def lines_of(diff):
    """path -> {new line: old line, or None for an added one}"""
    out, path = {}, None
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = None if line[4:] == "/dev/null" else re.sub(r"^b/", "", line[4:].split("\t")[0])
            out.setdefault(path, {})
        elif line.startswith("@@"):
            found = re.match(r"@@ -(\d+)(?:,\d+)? \+(\d+)", line)
            old, new = int(found[1]), int(found[2])
        elif path is None or line.startswith(("--- ", "diff ", "index ", "new file", "\\")):
            continue
        elif line.startswith("+"):
            out[path][new] = None
            new += 1
        elif line.startswith("-"):
            old += 1
        else:
            out[path][new] = old
            old, new = old + 1, new + 1
    return out


LINES = lines_of(open(A.diff).read())


def number():
    STATE["next"] += 1
    return STATE["next"] - 1


def body_errors(body):
    text = body.get("body", "")
    if not text.strip():
        return "body can't be blank"
    if len(text) > 1_000_000:
        return "body is too long (maximum is 1000000 characters)"
    for above, below in re.findall(r"`suggestion:-(\d+)\+(\d+)", text):
        if int(above) > 100 or int(below) > 100:
            return "suggestion is out of reach"
    return None


def position_errors(position):
    for sha in ("base", "start", "head"):
        if position.get(sha + "_sha") != SHAS[sha + "_commit_sha"]:
            return f"{sha}_sha is not of the newest version"
    file = LINES.get(position.get("new_path"))
    line = position.get("new_line")
    if file is None or line not in file:
        return "line_code can't be blank, must be a valid line code"
    if file[line] != position.get("old_line"):
        return "line_code must be a valid line code"
    return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, code, value=None, headers=()):
        data = b"" if value is None else json.dumps(value).encode()
        if A.state:
            # Before the answer, so that whoever got it finds the state.
            with open(A.state + ".new", "w") as file:
                json.dump(STATE, file)
            os.replace(A.state + ".new", A.state)
        self.send_response(code)
        for key, text in headers:
            self.send_header(key, text)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        print(json.dumps({"method": self.command, "path": self.path, "status": code}), flush=True)

    def page(self, items):
        query = parse_qs(urlsplit(self.path).query)
        per = min(int(query.get("per_page", [A.page])[0]), 100)
        at = int(query.get("page", ["1"])[0])
        base = f"http://{self.headers.get('Host')}{urlsplit(self.path).path}"
        link = [("Link", f'<{base}?per_page={per}&page={at + 1}>; rel="next"')] if at * per < len(items) else []
        self.reply(200, items[(at - 1) * per : at * per], link)

    def answer(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(raw) if raw else {}
        token = self.headers.get("PRIVATE-TOKEN") or re.match(r"(?i)bearer \S+", self.headers.get("Authorization", ""))
        if not token:
            return self.reply(401, {"message": "401 Unauthorized"})
        if self.command != "GET":
            for code in FAILS:
                if FAILS[code] > 0:
                    FAILS[code] -= 1
                    return self.reply(code, {"message": f"{code} forced"}, [("Retry-After", "0")] if code == 429 else [])
        path = urlsplit(self.path).path
        if path == "/api/v4/user":
            return self.reply(200, ME)
        found = re.match(r"/api/v4/projects/([^/]+)/merge_requests/\d+/(.*)$", path)
        if not found:
            return self.reply(404, {"message": "404 Not Found"})
        return self.merge_request(found[2], body)

    def merge_request(self, what, body):
        if self.command == "GET" and what == "versions":
            return self.reply(200, [{"id": 1, **SHAS}])
        if self.command == "GET" and what == "discussions":
            return self.page(STATE["discussions"])
        if self.command == "POST" and what in ("discussions", "notes"):
            wrong = body_errors(body) or (what == "discussions" and position_errors(body.get("position", {})))
            if wrong:
                return self.reply(400, {"message": wrong})
            note = {"id": number(), "body": body["body"], "author": ME, "resolvable": what == "discussions"}
            if what == "discussions":
                note.update(position=body["position"], resolved=False)
            discussion = {"id": f"d{number()}", "individual_note": what == "notes", "notes": [note]}
            STATE["discussions"].append(discussion)
            return self.reply(201, discussion if what == "discussions" else note)
        if found := re.fullmatch(r"discussions/(\w+)", what):
            discussion = next((one for one in STATE["discussions"] if one["id"] == found[1]), None)
            if not discussion or self.command != "PUT":
                return self.reply(404, {"message": "404 Not Found"})
            discussion["notes"][0]["resolved"] = body["resolved"]
            discussion["notes"][0]["resolved_by"] = ME if body["resolved"] else None
            return self.reply(200, discussion)
        if found := re.fullmatch(r"(?:discussions/\w+/)?notes/(\d+)", what):
            for discussion in STATE["discussions"]:
                for note in discussion["notes"]:
                    if note["id"] == int(found[1]):
                        if self.command == "DELETE":
                            STATE["discussions"].remove(discussion)
                            return self.reply(204)
                        wrong = body_errors(body)
                        if wrong:
                            return self.reply(400, {"message": wrong})
                        note["body"] = body["body"]
                        return self.reply(200, note)
        return self.reply(404, {"message": "404 Not Found"})

    def drop(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def any(self):
        if SLOW[1] > 0:
            SLOW[1] -= 1
            time.sleep(SLOW[0])
        with LOCK:
            if self.command != "GET" and A.cut > 0:
                A.cut -= 1
                return self.drop()
            if self.command != "GET" and A.cut_after > 0:
                A.cut_after -= 1
                self.wfile = io.BytesIO()
                self.answer()
                return self.drop()
            self.answer()

    do_GET = do_POST = do_PUT = do_DELETE = any


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"LISTENING http://127.0.0.1:{server.server_port}/api/v4", flush=True)
server.serve_forever()
