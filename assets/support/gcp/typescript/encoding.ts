/** The value as JSON in base64, which is how Cloud Scheduler takes what it sends. */
export function json(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}
