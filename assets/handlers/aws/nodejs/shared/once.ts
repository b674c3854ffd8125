import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";

import { log } from "./log";

/** Where work is noted: a table whose key is the id of a message, and whose items expire. */
export interface Notes {
  dynamodb: DynamoDBDocumentClient;
  table: string;
  key: string;
  expires: string;
  /** How long work may take; what has not ended by then may begin again. */
  seconds: number;
}

/** For how long it is known what was done. */
const WEEK = 7 * 24 * 60 * 60;

/** Does work unless it was done before under the same id. Work that failed may be done again. */
export async function doOnce(
  { dynamodb, table, key, expires, seconds }: Notes,
  id: string,
  work: () => Promise<void>,
): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const note = { [key]: id, [expires]: now + WEEK };
  try {
    await dynamodb.send(
      new PutCommand({
        TableName: table,
        Item: { ...note, busyUntil: now + seconds },
        ConditionExpression: "attribute_not_exists(#key) OR #busy < :now OR #expires < :now",
        ExpressionAttributeNames: { "#key": key, "#busy": "busyUntil", "#expires": expires },
        ExpressionAttributeValues: { ":now": now },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    if (error.Item?.["busyUntil"] !== undefined) {
      throw new Error(`${id} is being worked on already`, { cause: error });
    }
    log.info("Done before", { id });
    return;
  }
  try {
    await work();
  } catch (error) {
    await dynamodb.send(new DeleteCommand({ TableName: table, Key: { [key]: id } }));
    throw error;
  }
  await dynamodb.send(new PutCommand({ TableName: table, Item: note }));
}
