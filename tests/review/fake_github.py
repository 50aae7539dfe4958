#!/usr/bin/env python3
"""fake_github.py - stateful stand-in for the part of the GitHub REST API that a review bot uses (stdlib only).

  fake_github.py --port 0 --diff pr.diff [--state state.json] [--openapi slice.json] [--fail 403|422|429|500:N] [--page 30]

Prints "LISTENING http://127.0.0.1:PORT" and then one JSON line per request. Rules it enforces (each seen in the wild, see ux.md):
  * Authorization: Bearer/token header wanted (401 otherwise); User-Agent wanted (403 otherwise)
  * POST .../pulls/N/reviews is all-or-nothing: ONE comment off the diff -> 422, nothing stored
  * line/start_line must lie in the diff on that side, in the SAME hunk, start_line < line
  * event COMMENT/REQUEST_CHANGES needs a body or comments; bodies > 65536 code points -> 422
  * > --max-comments comments in one review -> 403 secondary rate limit
  * lists are paginated with a Link header (per_page<=100); deleted/patched comments by id
  * a comment whose line left the diff is listed with line=null and original_line kept (--outdate ID)
  * --cut N / --cut-after N: the next N writes lose their connection before / after they took effect; --slow S:N answers N requests after S seconds
  * --user: GET /user answers (a personal token); without it 403, as for a workflow's own token
  * POST /graphql: the review threads, resolveReviewThread and unresolveReviewThread; --no-graphql refuses
  * --openapi: request bodies are validated against GitHub's own schema when `jsonschema` is importable
"""
import argparse, io, json, os, re, socket, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit, parse_qs
ap = argparse.ArgumentParser(); ap.add_argument('--port', type=int, default=0); ap.add_argument('--diff'); ap.add_argument('--openapi')
ap.add_argument('--state'); ap.add_argument('--fail', action='append', default=[]); ap.add_argument('--page', type=int, default=30)
ap.add_argument('--max-comments', type=int, default=60); ap.add_argument('--login', default='github-actions[bot]'); ap.add_argument('--head', default='a'*40)
ap.add_argument('--outdate', type=int, action='append', default=[]); ap.add_argument('--cut', type=int, default=0); ap.add_argument('--cut-after', type=int, default=0)
ap.add_argument('--slow', default='0:0'); ap.add_argument('--user', action='store_true'); ap.add_argument('--no-graphql', action='store_true'); A = ap.parse_args(); SLOW = [float(x) for x in A.slow.split(':')]
L = threading.Lock(); S = {'review_comments': [], 'issue_comments': [], 'reviews': [], 'statuses': [], 'check_runs': [], 'sarifs': [], 'next': 1}
if A.state:
    try: S = json.load(open(A.state))
    except FileNotFoundError: pass
fails = {}
for f in A.fail:
    code, _, n = f.partition(':'); fails[int(code)] = int(n or 10**9)

def save(state):
    with open(A.state + '.new', 'w') as f: json.dump(state, f)
    os.replace(A.state + '.new', A.state)

def hunks(text):
    """path -> {'RIGHT': {line: hunk#}, 'LEFT': {line: hunk#}}"""
    out, path, h = {}, None, 0
    for l in text.splitlines():
        if l.startswith('+++ '):
            p = l[4:].split('\t')[0]; path = None if p == '/dev/null' else re.sub(r'^b/', '', p); out.setdefault(path, {'RIGHT': {}, 'LEFT': {}})
        elif l.startswith('@@'):
            m = re.match(r'@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@', l); o, n = int(m[1]), int(m[3]); h += 1
        elif path is None or l.startswith(('--- ', 'diff ', 'index ', 'new file', 'deleted', 'similarity', 'rename', '\\')): continue
        elif l.startswith('+'): out[path]['RIGHT'][n] = h; n += 1
        elif l.startswith('-'): out[path]['LEFT'][o] = h; o += 1
        elif l.startswith(' ') or l == '': out[path]['RIGHT'][n] = h; out[path]['LEFT'][o] = h; n += 1; o += 1
    return out
DIFF = open(A.diff).read() if A.diff else ''; H = hunks(DIFF)
SPEC = json.load(open(A.openapi)) if A.openapi else None

def schema_errors(method, tmpl, body):
    if not SPEC: return []
    try: import jsonschema
    except ImportError: return []
    op = SPEC['paths'].get(tmpl, {}).get(method.lower()); rb = (op or {}).get('requestBody')
    if not rb: return []
    s = dict(rb['content']['application/json']['schema']); s['components'] = SPEC['components']
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in jsonschema.Draft4Validator(s).iter_errors(body)]

def comment_errors(c):
    if c.get('subject_type') == 'file': return [] if c.get('path') in H else ['Path could not be resolved']
    e = []; side = c.get('side', 'RIGHT'); p = H.get(c.get('path'))
    if p is None: return ['Path could not be resolved']
    if 'line' not in c and 'position' not in c: return ['Line could not be resolved']
    hl = p[side].get(c.get('line'))
    if hl is None: e.append("Pull request review thread line must be part of the diff")
    if c.get('start_line') is not None:
        hs = p[c.get('start_side', side)].get(c['start_line'])
        if c['start_line'] >= c['line']: e.append('Pull request review thread start line must precede the end line.')
        if hs is None or hs != hl: e.append('Pull request review thread start line must be part of the same hunk as the line.')
    if hl is None: e.append("Pull request review thread diff hunk can't be blank")
    if len(c.get('body', '')) > 65536: e.append('Body is too long (maximum is 65536 characters)')
    if not c.get('body', '').strip(): e.append("Body can't be blank")
    return e

class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *a): pass
    def reply(self, code, obj=None, headers=()):
        b = b'' if obj is None else (obj if isinstance(obj, bytes) else json.dumps(obj).encode())
        if A.state: save(S)
        self.send_response(code)
        for k, v in headers: self.send_header(k, v)
        self.send_header('Content-Type', 'application/json; charset=utf-8'); self.send_header('Content-Length', str(len(b))); self.end_headers(); self.wfile.write(b)
        print(json.dumps({'method': self.command, 'path': self.path, 'status': code, 'body': self.body_in if len(json.dumps(self.body_in)) < 4000 else '<%d bytes>' % len(json.dumps(self.body_in)), 'errors': obj.get('errors') if isinstance(obj, dict) else None}), flush=True)
    def bad(self, errs): return self.reply(422, {'message': 'Unprocessable Entity', 'errors': errs, 'documentation_url': 'https://docs.github.com/rest', 'status': '422'})
    def page(self, items):
        q = parse_qs(urlsplit(self.path).query); per = min(int(q.get('per_page', [A.page])[0]), 100); pg = int(q.get('page', ['1'])[0]); h = []
        base = 'http://%s%s' % (self.headers.get('Host'), urlsplit(self.path).path)
        if pg * per < len(items): h = [('Link', f'<{base}?per_page={per}&page={pg+1}>; rel="next", <{base}?per_page={per}&page={-(-len(items)//per)}>; rel="last"')]
        self.reply(200, items[(pg-1)*per:pg*per], h)
    def mk(self, c, kind):
        i = S['next']; S['next'] += 1
        o = {'id': i, 'node_id': 'X%d' % i, 'url': 'http://x/%d' % i, 'html_url': 'http://x/h/%d' % i, 'user': {'id': 41898282, 'login': A.login, 'type': 'Bot'}, 'body': c['body'], 'created_at': '2026-01-01T00:00:00Z', 'updated_at': '2026-01-01T00:00:00Z'}
        if kind == 'review_comments': o.update({k: c.get(k) for k in ('path', 'line', 'start_line', 'side', 'start_side', 'commit_id', 'in_reply_to_id')}, original_line=c.get('line'), original_start_line=c.get('start_line'), subject_type=c.get('subject_type', 'line'))
        S[kind].append(o); return o
    def graphql(self, b):
        """Review threads: a comment and its answers; `--no-graphql` refuses as a token without the right does."""
        if A.no_graphql: return self.reply(200, {'data': None, 'errors': [{'type': 'FORBIDDEN', 'message': 'Resource not accessible by integration'}]})
        done = S.setdefault('resolved', {}); q, v = b['query'], b.get('variables') or {}
        m = re.search(r'(un)?resolveReviewThread', q)
        if m:
            if not q.startswith('mutation') or not any('T%d' % c['id'] == v['id'] for c in S['review_comments']): return self.reply(200, {'data': None, 'errors': [{'type': 'NOT_FOUND'}]})
            done.pop(v['id'], None) if m[1] else done.update({v['id']: A.login})
            return self.reply(200, {'data': {m[0]: {'thread': {'id': v['id']}}}})
        nodes = [{'id': 'T%d' % c['id'], 'isResolved': 'T%d' % c['id'] in done, 'viewerCanResolve': True, 'viewerCanUnresolve': True, 'resolvedBy': {'login': done['T%d' % c['id']]} if 'T%d' % c['id'] in done else None,
                  'comments': {'nodes': [{'databaseId': c['id']}]}} for c in S['review_comments'] if not c.get('in_reply_to_id')]
        return self.reply(200, {'data': {'repository': {'pullRequest': {'reviewThreads': {'nodes': nodes}}}}})
    def handle_one(self):
        n = int(self.headers.get('Content-Length') or 0); raw = self.rfile.read(n)
        try: self.body_in = json.loads(raw) if raw else None
        except ValueError: self.body_in = None; return self.reply(400, {'message': 'Problems parsing JSON'})
        if not re.match(r'(?i)(bearer|token) \S+', self.headers.get('Authorization', '')): return self.reply(401, {'message': 'Bad credentials'})
        if not self.headers.get('User-Agent'): return self.reply(403, {'message': 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header'})
        if self.command != 'GET':
            for code in list(fails):
                if fails[code] > 0:
                    fails[code] -= 1
                    h = [('Retry-After', '0')] if code == 429 else []
                    return self.reply(code, {'message': {403: 'Resource not accessible by integration', 429: 'You have exceeded a secondary rate limit', 422: 'Unprocessable Entity'}.get(code, 'Server Error'), 'errors': ['forced']}, h)
        u = urlsplit(self.path).path; m = re.match(r'(?:/api/v3)?/repos/([^/]+)/([^/]+)/(.*)$', u); b = self.body_in or {}
        if re.fullmatch(r'(/api)?/graphql', u): return self.graphql(b)
        if u.endswith('/user'): return self.reply(200, {'login': A.login, 'id': 41898282}) if A.user else self.reply(403, {'message': 'Resource not accessible by integration'})
        if not m: return self.reply(404, {'message': 'Not Found'})
        t = m[3]; T = '/repos/{owner}/{repo}/'
        def pat(p): return re.fullmatch(p, t)
        tmpl = T + re.sub(r'pulls/\d+', 'pulls/{pull_number}', re.sub(r'comments/\d+', 'comments/{comment_id}', re.sub(r'issues/\d+', 'issues/{issue_number}', t)))
        se = schema_errors(self.command, tmpl, b)
        if se: return self.bad(['schema: ' + x for x in se])
        if pat(r'pulls/\d+') and self.command == 'GET':
            if 'diff' in self.headers.get('Accept', ''): return self.reply(200, DIFF.encode())
            return self.reply(200, {'number': 1, 'head': {'sha': A.head}, 'base': {'sha': 'b' * 40}})
        if pat(r'pulls/\d+/files'): return self.page([{'filename': p, 'status': 'modified', 'patch': ''} for p in H])
        if pat(r'pulls/\d+/comments') and self.command == 'GET':
            return self.page([dict(c, line=None, start_line=None) if c['id'] in A.outdate or (c['subject_type'] == 'line' and c['line'] not in H.get(c['path'], {}).get(c.get('side') or 'RIGHT', {})) else c for c in S['review_comments']])
        if pat(r'pulls/\d+/comments'):
            e = comment_errors(b)
            return self.bad(e) if e else self.reply(201, self.mk(b, 'review_comments'))
        if pat(r'pulls/\d+/reviews') and self.command == 'GET': return self.page(S['reviews'])
        if pat(r'pulls/\d+/reviews'):
            cs = b.get('comments') or []
            if b.get('event') in ('COMMENT', 'REQUEST_CHANGES') and not b.get('body') and not cs: return self.bad(["Body can't be blank"])
            if len(cs) > A.max_comments: return self.reply(403, {'message': 'You have exceeded a secondary rate limit'}, [('Retry-After', '1')])
            e = sorted({x for c in cs for x in comment_errors(c)})
            if len(b.get('body') or '') > 65536: e.append('Body is too long (maximum is 65536 characters)')
            if e: return self.bad(e)
            i = S['next']; S['next'] += 1; r = {'id': i, 'body': b.get('body') or '', 'state': 'COMMENTED' if b.get('event') == 'COMMENT' else (b.get('event') or 'PENDING'), 'commit_id': b.get('commit_id'), 'user': {'login': A.login, 'type': 'Bot', 'id': 41898282}}
            S['reviews'].append(r)
            for c in cs: self.mk(dict(c, commit_id=b.get('commit_id')), 'review_comments')
            return self.reply(200, r)
        for kind, p in (('review_comments', r'pulls/comments/(\d+)'), ('issue_comments', r'issues/comments/(\d+)')):
            k = pat(p)
            if k:
                c = next((c for c in S[kind] if c['id'] == int(k[1])), None)
                if not c: return self.reply(404, {'message': 'Not Found'})
                if self.command == 'DELETE': S[kind].remove(c); return self.reply(204)
                if len(b.get('body', '')) > 65536: return self.bad(['Body is too long (maximum is 65536 characters)'])
                c['body'] = b['body']; return self.reply(200, c)
        if pat(r'issues/\d+/comments') and self.command == 'GET': return self.page(S['issue_comments'])
        if pat(r'issues/\d+/comments'):
            if len(b.get('body', '')) > 65536: return self.bad(['Body is too long (maximum is 65536 characters)'])
            return self.reply(201, self.mk(b, 'issue_comments'))
        if pat(r'statuses/[0-9a-f]{40}'): S['statuses'].append(b); return self.reply(201, b)
        if pat(r'check-runs'):
            if len((b.get('output') or {}).get('annotations') or []) > 50: return self.bad(['annotations exceeds a maximum quantity of 50'])
            S['check_runs'].append(b); return self.reply(201, {'id': 1})
        if pat(r'code-scanning/sarifs'): S['sarifs'].append('x'); return self.reply(202, {'id': 'u', 'url': 'http://x'})
        if t == '': return self.reply(200, {'html_url': 'http://x'})
        return self.reply(404, {'message': 'Not Found'})
    def drop(self):
        self.close_connection = True; self.connection.shutdown(socket.SHUT_RDWR)
    def any(self):
        if SLOW[1] > 0: SLOW[1] -= 1; time.sleep(SLOW[0])
        with L:
            if self.command != 'GET' and A.cut > 0: A.cut -= 1; return self.drop()
            if self.command != 'GET' and A.cut_after > 0:
                A.cut_after -= 1; self.wfile = io.BytesIO(); self.handle_one(); return self.drop()
            self.handle_one()
    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = any
srv = ThreadingHTTPServer(('127.0.0.1', A.port), Handler); print('LISTENING http://127.0.0.1:%d' % srv.server_port, flush=True)
try: srv.serve_forever()
except KeyboardInterrupt: pass
