// Runs a compiled TypeScript program under Pulumi's mocks and writes down what it registers.
//
//   node record.cjs PROJECT MAIN CONFIG OUT
//
// PROJECT is the exported folder (the working directory while it runs), MAIN the compiled entry file, CONFIG a JSON
// file with {project, stack, config, secrets}, OUT the recording. Knows nothing of designs: it only writes down.
//
// Every output that a resource has after creation is made up as `<URN#output>`, where URN is the resource's type chain
// and name, so that a reader of the recording recognises what points where. An output that the program gives as an
// input keeps that value.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const pulumi = require("@pulumi/pulumi");
const mocks = require("@pulumi/pulumi/runtime/mocks.js");
const structproto = require("google-protobuf/google/protobuf/struct_pb.js");
const provider = require("@pulumi/pulumi/proto/provider_pb.js");
const resource = require("@pulumi/pulumi/proto/resource_pb.js");

const [folder, main, configFile, out] = process.argv.slice(2).map((name) => path.resolve(name));
const { project, stack, config, secrets } = JSON.parse(fs.readFileSync(configFile, "utf8"));
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

/** The URN of a resource below a parent, as the engine makes it: with the whole chain of types. */
function urnOf(parent, type, name) {
  const chain = parent === "" ? "" : parent.split("::")[2];
  const prefix = chain === "" || chain === "pulumi:pulumi:Stack" ? "" : `${chain}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** The inputs and, for what only the cloud knows, made-up outputs. */
function stateOf(type, urn, inputs) {
  const names = [...known.resources["*"], ...(known.resources[type] ?? [])];
  const mark = (name) => `<${short(urn)}#${name}>`;
  const secret = (value) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
  const hidden = known.secrets[type] ?? [];
  const made = names.map((name) => [name, hidden.includes(name) ? secret(mark(name)) : mark(name)]);
  return { ...Object.fromEntries(made), ...inputs };
}

const recording = { project, stack, language: "typescript", resources: [], functions: [], outputs: {} };

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
      ? `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${request.getName()}`
      : urn,
  );
  if (request.getType() !== "pulumi:pulumi:Stack") {
    const inputs = note(request, urn, false);
    const state = request.getCustom() ? stateOf(request.getType(), urn, inputs) : {};
    response.setId(request.getCustom() ? `<${short(urn)}#id>` : "");
    response.setObject(structproto.Struct.fromJavaScript(state));
  }
  callback(null, response);
};
Monitor.readResource = function readResource(request, callback) {
  const urn = urnOf(request.getParent(), request.getType(), request.getName());
  const inputs = note(request, urn, true);
  recording.resources.at(-1).inputs = { ...plain(inputs), id: request.getId() };
  const response = new resource.ReadResourceResponse();
  response.setUrn(urn);
  response.setProperties(structproto.Struct.fromJavaScript(stateOf(request.getType(), urn, inputs)));
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

async function run() {
  await pulumi.runtime.setMocks(
    { call: (args) => args.inputs, newResource: () => ({ id: "", state: {} }) },
    project,
    stack,
    false,
  );
  pulumi.runtime.setAllConfig(config, secrets);
  process.chdir(folder);
  await pulumi.runtime.runInPulumiStack(async () => require(main));
  await pulumi.runtime.disconnect();
  recording.resources.sort((left, right) => order(left.urn, right.urn));
  recording.functions = recording.functions
    .map((call) => JSON.stringify(call))
    .sort(order)
    .map((text) => JSON.parse(text));
  fs.writeFileSync(out, `${JSON.stringify(recording, null, 1)}\n`);
}

run().catch((error) => {
  console.error(error);
  process.exit(1);
});
