// What the manifest says must be there, and what is there must be in the manifest.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const manifest = JSON.parse(read("package.json"));
const source = read("src/extension.ts");

for (const { command } of manifest.contributes.commands) {
  assert.ok(source.includes(`registerCommand("${command}"`), `${command} is never registered`);
}
for (const [, command] of source.matchAll(/registerCommand\("([^"]+)"/g)) {
  assert.ok(manifest.contributes.commands.some((known) => known.command === command), `${command} is not in the manifest`);
}
const languages = /\[([^\]]+)\]\.map\(\(language\)/.exec(source)[1].match(/\w+/g);
assert.deepEqual(manifest.activationEvents.filter((event) => event.startsWith("onLanguage:")),
  languages.map((language) => `onLanguage:${language}`));
for (const name of Object.keys(manifest.contributes.configuration.properties)) {
  assert.ok(name.startsWith("remigrate."), name);
}
const crate = read("../../Cargo.toml").match(/^version = "(.+)"$/m)[1];
assert.equal(manifest.version, crate, "the extension has the version of the program");
console.log("the manifest holds");
