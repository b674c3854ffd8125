import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<string>();

/** Does work under an id, which its logs name and everything that it sends carries on. */
export function correlated<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  return current.run(id, work);
}

/** The id of the work that is going on. */
export function correlationId(): string {
  return current.getStore() ?? "none";
}

/** The id that a message carries, in itself or in the detail of an event. */
export function correlationOf(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null) {
    return undefined;
  }
  const { correlationId, detail } = message as { correlationId?: unknown; detail?: unknown };
  return typeof correlationId === "string" ? correlationId : correlationOf(detail);
}
