/** The value of a variable that the deployment sets. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`The environment variable ${name} is not set`);
  }
  return value;
}
