// Whether Node.js can read modules: compiles each, and runs none.
//
//   node --experimental-vm-modules --no-warnings syntax.cjs LIST
//
// LIST is a JSON file: a list of paths. Prints `PATH: ERROR` for each that cannot be read; exit code 1 if there is one.
"use strict";
const fs = require("node:fs");
const vm = require("node:vm");

for (const name of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) {
  try {
    new vm.SourceTextModule(fs.readFileSync(name, "utf8"), { identifier: name });
  } catch (error) {
    console.log(`${name}: ${error}`);
    process.exitCode = 1;
  }
}
