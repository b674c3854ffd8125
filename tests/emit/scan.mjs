// Every identifier of TypeScript files that stands in code, not in literals or remarks; literals' values on request.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ts = createRequire(process.argv[2])("typescript");
const names = new Set();
const texts = [];
for (const file of process.argv.slice(3)) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  for (const error of source.parseDiagnostics) names.add(`error: ${file}: ${error.messageText}`);
  const visit = (node) => {
    if (ts.isIdentifier(node)) names.add(node.text);
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
}
console.log(JSON.stringify({ names: [...names], texts }));
