import { setTimeout as pause } from "node:timers/promises";

/** What may be asked twice without harm. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/**
 * Asks a system outside, again where that is safe and may help; fails unless it answers well. Its limits are the
 * milliseconds of each attempt and how many further attempts there may be.
 */
export async function ask(url, options, { milliseconds, retries }) {
  const safe = SAFE.has((options.method ?? "GET").toUpperCase());
  const again = safe || new Headers(options.headers).has("idempotency-key") ? retries : 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...options, signal: AbortSignal.timeout(milliseconds) });
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
  constructor(url, status) {
    super(`${url.host} answered with ${status}`);
    this.status = status;
  }
}
