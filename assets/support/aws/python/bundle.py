"""Functions in TypeScript, bundled whenever the program runs."""

import shutil
import subprocess

import pulumi

# Packages written as CommonJS ask for modules of Node.js by `require`, which ES modules lack.
REQUIRE = """import { createRequire as _createRequire } from "node:module";
const require = _createRequire(import.meta.url);"""

OPTIONS = [
    "--bundle",
    "--platform=node",
    "--target=node20",
    "--format=esm",
    "--resolve-extensions=.ts,.mjs,.js,.cjs,.json",
    "--external:@aws-sdk/*",
    f"--banner:js={REQUIRE}",
    "--log-level=warning",
]


def typescript(folder: str) -> pulumi.Archive:
    """The code of a function in TypeScript, as one file; Lambda itself has the AWS SDK."""
    esbuild = shutil.which("esbuild", path="functions/node_modules/.bin")
    if esbuild is None:
        raise RuntimeError("esbuild is missing; run npm install --prefix functions")
    built = subprocess.run(
        [esbuild, f"./{folder}", *OPTIONS], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return pulumi.AssetArchive({"index.mjs": pulumi.StringAsset(built.stdout)})
