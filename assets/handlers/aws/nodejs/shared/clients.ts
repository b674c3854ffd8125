/** How long AWS may take to answer, in milliseconds, and how often it is asked. */
export const quick = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
};

/** For calls that wait for work to be done: asked once, and for as long as a function may run. */
export const patient = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 900_000 },
};

/** What a client of a cache needs. */
export interface Connection {
  host: string;
  port: number;
  username: string;
  password: string;
  tls: boolean;
}

/** What a driver of a database needs. */
export interface DatabaseConnection {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  ssl: { ca: Buffer };
}
