// How exported TypeScript is linted when the project brings no configuration of its own: the strictest shared set.
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig({
  files: ["**/*.ts"],
  extends: [tseslint.configs.strictTypeChecked],
  linterOptions: { reportUnusedDisableDirectives: "error" },
  languageOptions: { parserOptions: { project: JSON.parse(process.env.PROOF_TSCONFIG ?? "[]") } },
  rules: {
    // Pulumi programs make resources for their effect: `new aws.sqs.Queue(…)` without a variable is the idiom.
    "no-new": "off",
    // A component without methods is still a component.
    "@typescript-eslint/no-extraneous-class": "off",
    // Numbers in names and descriptions are harmless.
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
  },
});
