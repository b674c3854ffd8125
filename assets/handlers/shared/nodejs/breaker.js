import { Refused } from "./calls.js";

/** Failures in a row after which the other side rests, and for how many milliseconds. */
const THRESHOLD = 5;
const REST = 30_000;

/** How often each other side failed in a row, and until when it rests. */
const states = new Map();

/** Does the work, or fails at once while the other side rests; then one call tries whether it is back. */
export async function guard(name, work) {
  const state = states.get(name) ?? { failures: 0, restsUntil: 0 };
  states.set(name, state);
  if (Date.now() < state.restsUntil) {
    throw new Error(`${name} is not called for a while, since it failed repeatedly`);
  }
  try {
    const result = await work();
    state.failures = 0;
    return result;
  } catch (error) {
    // An answer that blames the request says that the other side is well.
    const blamed = error instanceof Refused && error.status < 500 && error.status !== 429;
    state.failures = blamed ? 0 : state.failures + 1;
    if (state.failures >= THRESHOLD) {
      state.restsUntil = Date.now() + REST;
    }
    throw error;
  }
}
