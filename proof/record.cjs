// Runs compiled TypeScript programs under Pulumi's mocks and writes down what each registers.
//
//   node record.cjs JOBS
//
// JOBS is a JSON file: a list of {folder, main, config, out}. `folder` is the exported folder (the working directory
// while it runs), `main` the compiled entry file, `config` a JSON file with {project, stack, config, secrets}, `out` the
// recording; `out` with .log behind it says why there is none. Knows nothing of designs: it only writes down. The jobs run
// one after the other in one process, each with a state of the SDK and with modules of its own: reading the SDK is what
// takes time.
//
// Every output that a resource has after creation is made up as `<URN#output>`, where URN is the resource's type chain
// and name, so that a reader of the recording recognises what points where. An output that the program gives as an
// input keeps that value.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const pulumi = require("@pulumi/pulumi");
const mocks = require("@pulumi/pulumi/runtime/mocks.js");
const state = require("@pulumi/pulumi/runtime/state.js");
const structproto = require("google-protobuf/google/protobuf/struct_pb.js");
const provider = require("@pulumi/pulumi/proto/provider_pb.js");
const resource = require("@pulumi/pulumi/proto/resource_pb.js");

const known = JSON.parse(fs.readFileSync(path.join(__dirname, "outputs.json"), "utf8"));

// How the wire marks what JSON has no word for; constants of Pulumi's protocol.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const MARKS = {
  "1b47061264138c4ac30d75fd1eb44270": (value) => ({ $secret: plain(value.value) }),
  c44067f5952c0a294b673a41bacd8c17: (value) => ({ $asset: value.path ?? value.text ?? value.uri }),
  "0def7320c3a5731c473e5ecbe6d01bc7": (value) => ({ $archive: value.path ?? plain(value.assets) ?? value.uri }),
  "5cf8f73096256a8f31e491e813e4eb8e": (value) => ({ $resource: short(value.urn) }),
};

/** A value of the wire as plain JSON. */
function plain(value) {
  if (value === UNKNOWN) return { $unknown: true };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  if (value[SIGNATURE] in MARKS) return MARKS[value[SIGNATURE]](value);
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

/** A URN without what all of a program's URNs share. */
const short = (urn) => urn.split("::").slice(2, 4).join("::");

/** What the program that runs is asked for, and what it has registered. */
let asked = {};
let recording = {};

/** The URN of a resource below a parent, as the engine makes it: with the whole chain of types. */
function urnOf(parent, type, name) {
  const chain = parent === "" ? "" : parent.split("::")[2];
  const prefix = chain === "" || chain === "pulumi:pulumi:Stack" ? "" : `${chain}$`;
  return `urn:pulumi:${asked.stack}::${asked.project}::${prefix}${type}::${name}`;
}

/** The value with objects whose keys are numbers as lists. */
function listed(value) {
  if (!isObject(value)) {
    return value;
  }
  const made = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, listed(item)]));
  const numbers = Object.keys(made).every((key) => /^\d+$/.test(key));
  return numbers && Object.keys(made).length > 0 ? Object.values(made) : made;
}

/** Whether the value is an object and no list. */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The inputs and, for what only the cloud knows, made-up outputs. */
function stateOf(type, urn, inputs) {
  const package_ = `${type.split(":")[0]}:*`;
  const names = ["*", package_, type].flatMap((key) => known.resources[key] ?? []);
  const mark = (name) => `<${short(urn)}#${name}>`;
  const secret = (value) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
  const hidden = known.secrets[type] ?? [];
  const valueOf = (name) => (hidden.includes(name) ? secret(mark(name)) : mark(name));
  // `endpoints.0.address` is made up inside of the first of a list.
  const made = {};
  for (const name of names) {
    const steps = name.split(".");
    const last = steps.pop();
    const holder = steps.reduce((inner, step) => (inner[step] ??= {}), made);
    holder[last] = valueOf(name);
  }
  const told = listed(made);
  // Of an object that is given, the cloud tells more.
  const inside = Object.entries(inputs)
    .filter(([key, item]) => isObject(told[key]) && isObject(item) && !(SIGNATURE in told[key]))
    .map(([key, item]) => [key, { ...told[key], ...item }]);
  // Some things the cloud tells in another form than it is given.
  return { ...told, ...inputs, ...Object.fromEntries(inside), ...known.reshaped[type] };
}

function note(request, urn, read) {
  const inputs = (read ? request.getProperties() : request.getObject())?.toJavaScript() ?? {};
  const parent = request.getParent();
  recording.resources.push({
    urn: short(urn),
    type: request.getType(),
    name: request.getName(),
    parent: parent.includes("::pulumi:pulumi:Stack::") ? "" : short(parent),
    custom: read || request.getCustom(),
    read,
    inputs: plain(inputs),
    provider: request.getProvider() === "" ? "" : short(request.getProvider()),
    dependencies: [...new Set(request.getDependenciesList().map(short))].sort(),
    protect: (!read && request.getProtect()) || false,
    retainOnDelete: (!read && request.getRetainondelete()) || false,
    deleteBeforeReplace: (!read && request.getDeletebeforereplace()) || false,
    ignoreChanges: read ? [] : request.getIgnorechangesList(),
    additionalSecretOutputs: read ? [] : request.getAdditionalsecretoutputsList(),
    aliases: read ? [] : aliases(request),
  });
  return inputs;
}

/** What identified the resource before, as text: the languages send the same thing in different forms. */
function aliases(request) {
  const texts = request.getAliasesList().map((message) => {
    if (message.getUrn() !== "") return message.getUrn();
    const spec = message.getSpec();
    const own = ["", request.getParent()].includes(spec.getParenturn());
    const parent = own ? (spec.getNoparent() ? "none" : "same") : short(spec.getParenturn());
    return `name=${spec.getName()} type=${spec.getType()} parent=${parent}`;
  });
  return [...new Set([...request.getAliasurnsList(), ...texts])].sort();
}

const Monitor = mocks.MockMonitor.prototype;
Monitor.registerResource = function registerResource(request, callback) {
  const urn = urnOf(request.getParent(), request.getType(), request.getName());
  const response = new resource.RegisterResourceResponse();
  response.setUrn(
    request.getType() === "pulumi:pulumi:Stack"
      ? `urn:pulumi:${asked.stack}::${asked.project}::pulumi:pulumi:Stack::${request.getName()}`
      : urn,
  );
  if (request.getType() !== "pulumi:pulumi:Stack") {
    const inputs = note(request, urn, false);
    const made = request.getCustom() ? stateOf(request.getType(), urn, inputs) : {};
    response.setId(request.getCustom() ? `<${short(urn)}#id>` : "");
    response.setObject(structproto.Struct.fromJavaScript(made));
  }
  callback(null, response);
};
/** What another project's stack shows: the outputs that were recorded of it. */
function shownBy(request) {
  if (request.getType() !== "pulumi:pulumi:StackReference") return {};
  const file = asked.stacks?.[request.getName().split("/")[1]];
  if (file === undefined) throw new Error(`${request.getName()} is read before it is there`);
  const sealed = (value) => (value?.$secret === undefined ? value : secretOf(value.$secret));
  const outputs = Object.entries(JSON.parse(fs.readFileSync(file, "utf8")).outputs);
  return { outputs: Object.fromEntries(outputs.map(([name, value]) => [name, sealed(value)])) };
}

const secretOf = (value) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });

Monitor.readResource = function readResource(request, callback) {
  const urn = urnOf(request.getParent(), request.getType(), request.getName());
  const inputs = note(request, urn, true);
  recording.resources.at(-1).inputs = { ...plain(inputs), id: request.getId() };
  const response = new resource.ReadResourceResponse();
  response.setUrn(urn);
  const state = { ...stateOf(request.getType(), urn, inputs), ...shownBy(request) };
  response.setProperties(structproto.Struct.fromJavaScript(state));
  callback(null, response);
};
Monitor.registerResourceOutputs = function registerResourceOutputs(request, callback) {
  if (request.getUrn().includes("::pulumi:pulumi:Stack::")) {
    recording.outputs = plain(request.getOutputs()?.toJavaScript() ?? {});
  }
  callback(null, {});
};
Monitor.invoke = function invoke(request, callback) {
  const token = request.getTok();
  const inputs = plain(request.getArgs()?.toJavaScript() ?? {});
  recording.functions.push({ token, inputs });
  // A function without an entry answers with its arguments and made-up names, as a data source of an existing thing.
  const answer = known.functions[token] ?? {
    ...inputs,
    id: `<${token}#id>`,
    arn: `<${token}#arn>`,
    name: `<${token}#name>`,
  };
  const response = new provider.InvokeResponse();
  response.setReturn(structproto.Struct.fromJavaScript(answer));
  callback(null, response);
};

const order = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

/** Runs one program and writes its recording. */
async function run(job) {
  asked = JSON.parse(fs.readFileSync(job.config, "utf8"));
  const { project, stack, config, secrets } = asked;
  recording = { project, stack, language: "typescript", resources: [], functions: [], outputs: {} };
  await pulumi.runtime.setMocks(
    { call: (args) => args.inputs, newResource: () => ({ id: "", state: {} }) },
    project,
    stack,
    false,
    "organization",
  );
  pulumi.runtime.setAllConfig(config, secrets);
  process.chdir(job.folder);
  await pulumi.runtime.runInPulumiStack(async () => require(job.main));
  await pulumi.runtime.disconnect();
  recording.resources.sort((left, right) => order(left.urn, right.urn));
  recording.functions = recording.functions
    .map((call) => JSON.stringify(call))
    .sort(order)
    .map((text) => JSON.parse(text));
  fs.writeFileSync(job.out, `${JSON.stringify(recording, null, 1)}\n`);
}

async function runAll(jobs) {
  const sdk = new Set(Object.keys(require.cache));
  let running = "";
  const fail = (error) => fs.writeFileSync(`${running}.log`, `${error?.stack ?? error}\n`);
  // What a program leaves unhandled ends the process: nothing that runs after it could be trusted.
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (error) => {
      fail(error);
      process.exit(1);
    });
  }
  for (const job of jobs) {
    running = job.out;
    try {
      await state.withLocalStorage(() => run(job));
    } catch (error) {
      fail(error);
      process.exitCode = 1;
    }
    // What a program does after its end is still its own.
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const name of Object.keys(require.cache)) {
      // The SDK reads its modules when they are first used; they hold nothing of a program.
      if (!sdk.has(name) && !name.includes(`${path.sep}node_modules${path.sep}`)) delete require.cache[name];
    }
  }
}

void runAll(JSON.parse(fs.readFileSync(process.argv[2], "utf8")));
