/** The value as JSON in base64, which is how Cloud Scheduler takes what it sends. */
export function json(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}

/** What starts a run of a workflow, which gets its input as text. */
export function run(input: unknown): string {
  return json({ argument: JSON.stringify(input) });
}
