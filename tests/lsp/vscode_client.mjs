// Microsoft's own JSON-RPC and protocol code (npm vscode-languageserver-protocol) as a client.
// usage: [ROOT=FOLDER] [PULL=1] node vscode_client.mjs FILE LANGUAGE COMMAND ARGUMENTS…
// It is run in the folder whose node_modules hold the library. Prints one JSON object a line: what was found, how it ended.

import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(process.cwd() + "/");
const lsp = require("vscode-languageserver-protocol/node");

const [file, languageId, command, ...args] = process.argv.slice(2);
const pull = Boolean(process.env.PULL);
const root = pathToFileURL(process.env.ROOT ?? path.dirname(path.resolve(file))).href;
const uri = pathToFileURL(path.resolve(file)).href;

const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
const reader = new lsp.StreamMessageReader(server.stdout);
const client = lsp.createProtocolConnection(reader, new lsp.StreamMessageWriter(server.stdin));
const published = new Promise((resolve) => {
  client.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => params.uri === uri && resolve(params));
});
client.onRequest(lsp.RegistrationRequest.type, () => {});
client.onRequest(lsp.DiagnosticRefreshRequest.type, () => {});
client.listen();

const capabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: { workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    ...(pull && { diagnostic: {} }),
    publishDiagnostics: { codeDescriptionSupport: true, dataSupport: true, relatedInformation: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source", "source.fixAll"] } },
      dataSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
  },
};
const folders = [{ uri: root, name: "project" }];
await client.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid, rootUri: root, workspaceFolders: folders, capabilities,
});
await client.sendNotification(lsp.InitializedNotification.type, {});
const textDocument = { uri, languageId, version: 1, text: fs.readFileSync(file, "utf8") };
await client.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument });
const diagnostics = pull
  ? (await client.sendRequest(lsp.DocumentDiagnosticRequest.type, { textDocument: { uri } })).items
  : (await published).diagnostics;

const start = { line: 0, character: 0 };
const found = diagnostics.slice(0, 1);
const actions = await client.sendRequest(lsp.CodeActionRequest.type, {
  textDocument: { uri }, range: found[0]?.range ?? { start, end: start }, context: { diagnostics: found },
});
const told = { n: diagnostics.length, first: found[0], actions: actions.map((action) => [action.kind, action.title]) };
console.log(JSON.stringify(told));
await client.sendRequest(lsp.ShutdownRequest.type);
await client.sendNotification(lsp.ExitNotification.type);
server.on("exit", (code) => {
  console.log(JSON.stringify({ exit: code }));
  process.exit(0);
});
