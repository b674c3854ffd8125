import { setTimeout as pause } from "node:timers/promises";

/** What may be asked twice without harm. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/** How a request is bounded: milliseconds for each attempt, and further attempts. */
export interface Limits {
  milliseconds: number;
  retries: number;
}

/** Asks a system outside, again where that is safe and may help; fails unless it answers well. */
export async function request(url: URL, options: RequestInit, limits: Limits): Promise<Response> {
  const safe = SAFE.has((options.method ?? "GET").toUpperCase());
  const again = safe || new Headers(options.headers).has("idempotency-key") ? limits.retries : 0;
  for (let attempt = 0; ; attempt += 1) {
    const signal = AbortSignal.timeout(limits.milliseconds);
    try {
      const response = await fetch(url, { ...options, signal });
      if (response.ok) {
        return response;
      }
      const passing = response.status === 429 || response.status >= 500;
      if (!passing || attempt >= again) {
        throw new Refused(url, response.status);
      }
    } catch (error) {
      if (error instanceof Refused || attempt >= again) {
        throw error;
      }
    }
    await pause(Math.random() * 100 * 2 ** attempt);
  }
}

/** An answer that is none. */
export class Refused extends Error {
  constructor(
    url: URL,
    readonly status: number,
  ) {
    super(`${url.host} answered with ${status.toString()}`);
  }
}
