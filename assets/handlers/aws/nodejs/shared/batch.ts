import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

import { correlated, correlationOf } from "./correlation";
import { log } from "./log";

type Work = (body: unknown) => Promise<void>;
/** Does work or leaves it, by the id under which the same message comes again. */
type Guard = (id: string, work: () => Promise<void>) => Promise<void>;

const always: Guard = (_, work) => work();

/** Works off each message by itself; those that fail are named, so that only they come again. */
export async function each(event: SQSEvent, work: Work, guard = always): Promise<SQSBatchResponse> {
  const failed: SQSRecord[] = [];
  for (const record of event.Records) {
    if (!(await succeeds(record.messageId, () => workOff(record, work, guard)))) {
      failed.push(record);
    }
  }
  return { batchItemFailures: failed.map(named) };
}

/** Works off messages in order; the first that fails comes again with all that follow it. */
export async function eachInOrder(
  event: SQSEvent,
  work: Work,
  guard = always,
): Promise<SQSBatchResponse> {
  for (const [index, record] of event.Records.entries()) {
    if (!(await succeeds(record.messageId, () => workOff(record, work, guard)))) {
      return { batchItemFailures: event.Records.slice(index).map(named) };
    }
  }
  return { batchItemFailures: [] };
}

/** Works through records in order and stops at the first that fails, from which they come again. */
export async function untilFailure(
  records: { id: string; work: () => Promise<void> }[],
): Promise<SQSBatchResponse> {
  for (const { id, work } of records) {
    if (!(await succeeds(id, work))) {
      return { batchItemFailures: [{ itemIdentifier: id }] };
    }
  }
  return { batchItemFailures: [] };
}

/** Fails with all when one has failed, for sources that take no other answer. */
export function whole({ batchItemFailures }: SQSBatchResponse): void {
  if (batchItemFailures.length > 0) {
    throw new Error("The batch must come again, since part of it failed");
  }
}

function workOff(record: SQSRecord, work: Work, guard: Guard): Promise<void> {
  const message: unknown = JSON.parse(record.body);
  const id = record.messageAttributes["correlationId"]?.stringValue ?? correlationOf(message);
  return correlated(id ?? record.messageId, () =>
    guard(eventId(message) ?? record.messageId, () => work(message)),
  );
}

/** The id of an event that EventBridge put into the queue, which it may do more than once. */
function eventId(message: unknown): string | undefined {
  const event = message as { id?: unknown; "detail-type"?: unknown } | null;
  return event?.["detail-type"] !== undefined && typeof event.id === "string"
    ? event.id
    : undefined;
}

async function succeeds(id: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    log.error("A message failed", { id, error });
    return false;
  }
}

function named({ messageId }: SQSRecord): { itemIdentifier: string } {
  return { itemIdentifier: messageId };
}
