// What functions of exported programs do when they run: batches, notes of what was done, correlation ids, calls out.
//
// PROGRAMS is a folder with exports of designs, as NAME/typescript.

import { createServer } from "node:http";
import { join } from "node:path";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Table } from "./table.mjs";

const functions = (design) => join(process.env.PROGRAMS, design, "typescript/functions");
const message = (messageId, body, correlationId) => ({
  messageId,
  body: typeof body === "string" ? body : JSON.stringify(body),
  messageAttributes: correlationId === undefined ? {} : { correlationId: { stringValue: correlationId } },
});
const failed = (...ids) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

beforeEach(() => {
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

describe("batches", () => {
  let batch, correlation;
  const worked = [];
  const work = async (body) => {
    worked.push([body.n, correlation.correlationId()]);
    if (body.n < 0) {
      throw new Error("no");
    }
  };

  beforeAll(async () => {
    batch = await import(join(functions("messaging"), "shared/batch.ts"));
    correlation = await import(join(functions("messaging"), "shared/correlation.ts"));
  });
  beforeEach(() => worked.splice(0));

  test("messages that fail are named, and no others", async () => {
    const Records = [message("a", { n: 1 }), message("b", { n: -1 }), message("c", "no JSON"), message("d", { n: 2 })];
    expect(await batch.each({ Records }, work)).toEqual(failed("b", "c"));
    expect(worked.map(([n]) => n)).toEqual([1, -1, 2]);
  });

  test("in order, the first that fails comes again with all that follow it", async () => {
    const Records = [message("a", { n: 1 }), message("b", { n: -1 }), message("c", { n: 2 })];
    expect(await batch.eachInOrder({ Records }, work)).toEqual(failed("b", "c"));
    expect(worked.map(([n]) => n)).toEqual([1, -1]);
  });

  test("records of streams come again from the first that fails", async () => {
    const records = [1, -1, 2].map((n) => ({ id: n.toString(), work: () => work({ n }) }));
    expect(await batch.untilFailure(records)).toEqual(failed("-1"));
    expect(worked.map(([n]) => n)).toEqual([1, -1]);
  });

  test("where no part may fail, all fails", () => {
    expect(() => batch.whole(failed())).not.toThrow();
    expect(() => batch.whole(failed("a"))).toThrow();
  });

  test("work goes on under the id that the message carries, or its own", async () => {
    const inside = { n: 2, detail: { correlationId: "from the event" } };
    const Records = [message("a", { n: 1 }, "from outside"), message("b", inside), message("c", { n: 3 })];
    await batch.each({ Records }, work);
    expect(worked.map(([, id]) => id)).toEqual(["from outside", "from the event", "c"]);
    expect(correlation.correlationId()).toBe("none");
  });
});

describe("work that is done once", () => {
  let handler, once, table;

  beforeAll(async () => {
    process.env.HANDLED_TABLE = "handled";
    process.env.AWS_REGION = "eu-west-1";
    ({ handler } = await import(join(functions("messaging"), "work/by-queue/index.ts")));
    ({ once } = await import(join(functions("messaging"), "work/by-queue/flows.ts")));
  });
  beforeEach(() => {
    table = new Table("messageId");
    vi.spyOn(DynamoDBDocumentClient.prototype, "send").mockImplementation((command) => table.send(command));
  });

  test("the handler notes each message that it has worked off", async () => {
    expect(await handler({ Records: [message("a", {}), message("b", "no JSON")] })).toEqual(failed("b"));
    expect([...table.items.keys()]).toEqual(["a"]);
    expect(table.items.get("a").busyUntil).toBeUndefined();
  });

  test("an event of a bus is known by its own id, under which it may come in two messages", async () => {
    const event = { id: "the event", "detail-type": "JobDone", detail: {} };
    await handler({ Records: [message("a", event), message("b", event)] });
    expect([...table.items.keys()]).toEqual(["the event"]);
  });

  test("it is not done again", async () => {
    const work = vi.fn(async () => undefined);
    await once("a", work);
    await once("a", work);
    await once("b", work);
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("while it is going on, it fails, so that the message comes again", async () => {
    await once("a", async () => {
      await expect(once("a", async () => undefined)).rejects.toThrow("being worked on");
    });
  });

  test("work that failed may be done again", async () => {
    const work = vi.fn(async () => undefined).mockRejectedValueOnce(new Error("no"));
    await expect(once("a", work)).rejects.toThrow("no");
    await once("a", work);
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("work that broke off may begin again when its time is over, and what expired is forgotten", async () => {
    const now = Date.now() / 1000;
    table.items.set("a", { messageId: "a", expires: now + 1000, busyUntil: now - 1 });
    table.items.set("b", { messageId: "b", expires: now - 1 });
    const work = vi.fn(async () => undefined);
    await once("a", work);
    await once("b", work);
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("where it cannot be noted, nothing is done", async () => {
    DynamoDBDocumentClient.prototype.send.mockRejectedValue(new Error("throttled"));
    const work = vi.fn(async () => undefined);
    await expect(once("a", work)).rejects.toThrow("throttled");
    expect(work).not.toHaveBeenCalled();
  });
});

/** What calls out and what stops calling: on AWS a class for each, elsewhere functions beside the code of each function. */
async function callsOnAws() {
  const http = await import(join(functions("access"), "shared/http.ts"));
  const { Breaker } = await import(join(functions("access"), "shared/breaker.ts"));
  const circuits = new Map();
  const guard = async (name, work) => {
    circuits.set(name, circuits.get(name) ?? new Breaker(name));
    return circuits.get(name).guard(work);
  };
  return { ask: http.request, guard, Refused: http.Refused };
}

async function callsOf(design, folder) {
  const { ask, Refused } = await import(join(functions(design), folder, "calls.js"));
  const { guard } = await import(join(functions(design), folder, "breaker.js"));
  return { ask, guard, Refused };
}

describe.each([
  ["AWS", callsOnAws],
  ["Azure", async () => callsOf("azure-work", "talk/hello")],
  ["Google Cloud", async () => callsOf("gcp-containers", "shop/ask")],
])("calls out on %s", (_, load) => {
  const asked = [];
  let answers, ask, guard, Refused, server, url;

  beforeAll(async () => {
    ({ ask, guard, Refused } = await load());
    server = createServer((request, response) => {
      asked.push(request.method);
      const status = answers.shift() ?? 200;
      if (status > 0) {
        response.writeHead(status).end();
      }
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = new URL(`http://127.0.0.1:${server.address().port}/`);
  });
  beforeEach(() => asked.splice(0));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ["an answer that blames the other side is asked for again", "GET", [503, 429, 200], 3, true],
    ["but no more often than said", "GET", [503, 503, 503, 200], 3, false],
    ["what may not be done twice is asked once", "POST", [503, 200], 1, false],
    ["an answer that blames the request stands", "GET", [404, 200], 1, false],
  ])("%s", async (_, method, given, times, well) => {
    answers = [...given];
    const answer = ask(url, { method }, { milliseconds: 2000, retries: 2 });
    await (well ? expect(answer).resolves.toBeDefined() : expect(answer).rejects.toThrow());
    expect(asked).toEqual(Array.from({ length: times }, () => method));
  });

  test("with a key that tells the same request, any may be asked again", async () => {
    answers = [503, 200];
    const options = { method: "POST", headers: { "Idempotency-Key": "1" } };
    await ask(url, options, { milliseconds: 2000, retries: 2 });
    expect(asked).toEqual(["POST", "POST"]);
  });

  test("who does not answer in time is given up", async () => {
    answers = [0];
    await expect(ask(url, { method: "POST" }, { milliseconds: 50, retries: 2 })).rejects.toThrow(/time/i);
  });

  test("after five failures in a row nobody is asked for a while, then one call tries", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const work = vi.fn(async () => Promise.reject(new Error("down")));
    for (let number = 0; number < 5; number += 1) {
      await expect(guard("The partner", work)).rejects.toThrow("down");
    }
    await expect(guard("The partner", work)).rejects.toThrow("The partner is not called");
    expect(work).toHaveBeenCalledTimes(5);
    vi.advanceTimersByTime(30_001);
    await expect(guard("The partner", work)).rejects.toThrow("down");
    await expect(guard("The partner", work)).rejects.toThrow("The partner is not called");
    vi.advanceTimersByTime(30_001);
    expect(await guard("The partner", async () => "well")).toBe("well");
    await expect(guard("The partner", work)).rejects.toThrow("down");
    vi.useRealTimers();
  });

  test("answers that blame the request open no circuit", async () => {
    const refused = new Refused(new URL("https://partner.example"), 400);
    for (let number = 0; number < 9; number += 1) {
      await expect(guard("Another", async () => Promise.reject(refused))).rejects.toBe(refused);
    }
  });
});
