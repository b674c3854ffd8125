/** The value at the end of the path, as text. */
export function textAt(content: object, ...path: string[]): string {
  let found: unknown = content;
  for (const step of path) {
    found = (found as Record<string, unknown> | undefined)?.[step];
  }
  return typeof found === "string" ? found : JSON.stringify(found);
}
