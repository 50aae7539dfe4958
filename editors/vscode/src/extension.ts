// Starts `remigrate lsp` and hands everything else to the language client.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("remigrate", { log: true });
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("remigrate.restart", () => restart(output)),
    vscode.commands.registerCommand("remigrate.showOutput", () => output.show()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("remigrate.path")) {
        void restart(output);
      }
    }),
  );
  await start(output);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(output: vscode.LogOutputChannel): Promise<void> {
  await client?.stop();
  await start(output);
}

async function start(output: vscode.LogOutputChannel): Promise<void> {
  const command = vscode.workspace.getConfiguration("remigrate").get("path", "remigrate");
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    // Migrations in the making (`untitled:`) have no place in a history yet.
    documentSelector: ["ruby", "python", "sql", "rust"].map((language) => ({ scheme: "file", language })),
    outputChannel: output,
  };
  client = new LanguageClient("remigrate", "remigrate", server, options);
  try {
    await client.start();
  } catch (error) {
    const choice = "Open the settings";
    const message = `${command} lsp could not be started: ${String(error)}`;
    if ((await vscode.window.showErrorMessage(message, choice)) === choice) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "remigrate.path");
    }
  }
}
