// A table of DynamoDB in memory, as far as notes of what was done need one: items by their key, and conditions of
// comparisons joined by OR. It answers commands of the SDK's document client.

import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";

export class Table {
  items = new Map();

  constructor(key) {
    this.key = key;
  }

  /** Answers a command as the service would. */
  async send({ constructor: { name }, input }) {
    const id = (input.Item ?? input.Key)[this.key];
    const present = this.items.get(id);
    if (!this.#holds(input, present)) {
      const Item = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? present : undefined;
      throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {}, Item });
    }
    switch (name) {
      case "PutCommand":
        this.items.set(id, { ...input.Item });
        return {};
      case "DeleteCommand":
        this.items.delete(id);
        return {};
      case "GetCommand":
        return { Item: present };
      default:
        throw new Error(`This table knows no ${name}`);
    }
  }

  #holds({ ConditionExpression: condition, ExpressionAttributeNames: names, ExpressionAttributeValues: values }, item) {
    return condition === undefined || condition.split(" OR ").some((part) => meets(part, names, values, item));
  }
}

function meets(part, names, values, item = {}) {
  const absent = /^attribute_not_exists\((#\w+)\)$/.exec(part);
  if (absent !== null) {
    return !(names[absent[1]] in item);
  }
  const less = /^(#\w+) < (:\w+)$/.exec(part);
  if (less === null) {
    throw new Error(`This table knows no condition ${part}`);
  }
  const value = item[names[less[1]]];
  return value !== undefined && value < values[less[2]];
}
