import { Refused } from "./http";

/** Stops calling what keeps failing: after five failures in a row it fails at once for half a minute. */
export class Breaker {
  private failures = 0;
  private openUntil = 0;

  constructor(
    private readonly name: string,
    private readonly threshold = 5,
    private readonly milliseconds = 30_000,
  ) {}

  /** Does the work, or fails at once while the other side rests; then one call tries whether it is back. */
  async guard<Result>(work: () => Promise<Result>): Promise<Result> {
    if (Date.now() < this.openUntil) {
      throw new Error(`${this.name} is not called for a while, since it failed repeatedly`);
    }
    try {
      const result = await work();
      this.failures = 0;
      return result;
    } catch (error) {
      // An answer that blames the request says that the other side is well.
      const blamed = error instanceof Refused && error.status < 500 && error.status !== 429;
      this.failures = blamed ? 0 : this.failures + 1;
      if (this.failures >= this.threshold) {
        this.openUntil = Date.now() + this.milliseconds;
      }
      throw error;
    }
  }
}
