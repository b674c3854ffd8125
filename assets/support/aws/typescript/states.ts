/** A rule of a state for trying again. */
export interface RetryRule {
  ErrorEquals: string[];
  IntervalSeconds: number;
  MaxAttempts: number;
  BackoffRate: number;
  JitterStrategy: "FULL" | "NONE";
}

/** Tries a state again after any error; each wait is longer than the one before, and differs by chance. */
export function retry(attempts: number, seconds: number, backoff: number): RetryRule[] {
  return [
    {
      ErrorEquals: ["States.ALL"],
      IntervalSeconds: seconds,
      MaxAttempts: attempts,
      BackoffRate: backoff,
      JitterStrategy: "FULL",
    },
  ];
}
