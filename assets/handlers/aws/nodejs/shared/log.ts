import { correlationId } from "./correlation";

/** Writes lines that Lambda turns into JSON, each with the id of the work that it belongs to. */
export const log = {
  info(message: string, fields: object = {}): void {
    console.info({ message, correlationId: correlationId(), ...fields });
  },
  error(message: string, fields: object = {}): void {
    console.error({ message, correlationId: correlationId(), ...fields });
  },
};
