import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

// Packages written as CommonJS ask for modules of Node.js by `require`, which ES modules lack.
const REQUIRE = `import { createRequire as _createRequire } from "node:module";
const require = _createRequire(import.meta.url);`;

/** The code of a function in TypeScript, as one file; Lambda itself has the AWS SDK. */
export function typescript(folder: string): pulumi.asset.Archive {
  const { outputFiles } = buildSync({
    absWorkingDir: process.cwd(),
    entryPoints: [`./${folder}`],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    resolveExtensions: [".ts", ".mjs", ".js", ".cjs", ".json"],
    external: ["@aws-sdk/*"],
    banner: { js: REQUIRE },
    write: false,
  });
  const files = outputFiles.map(({ text }) => ["index.mjs", new pulumi.asset.StringAsset(text)]);
  return new pulumi.asset.AssetArchive(Object.fromEntries(files) as pulumi.asset.AssetMap);
}
