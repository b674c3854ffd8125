// Lays a graph out with elkjs: a graph and the number of further runs in, positions and the milliseconds of each run out.
// Sizes are cells; ELK is told 8 by 16 points for each, so that it sees the shape of a terminal.
const fs = require("node:fs");
const ELK = require("elkjs");

const [, , file, times] = process.argv;
const graph = JSON.parse(fs.readFileSync(file, "utf8"));
const [X, Y] = [8, 16];

function problem() {
  const spacing = {
    "elk.layered.spacing.nodeNodeBetweenLayers": 4 * X,
    "elk.layered.spacing.edgeNodeBetweenLayers": 2 * X,
    "elk.layered.spacing.edgeEdgeBetweenLayers": 2 * X,
    "elk.spacing.nodeNode": Y,
    "elk.spacing.edgeNode": Y,
    "elk.spacing.edgeEdge": Y,
    "elk.padding": `[top=${Y},left=${3 * X},bottom=${Y},right=${3 * X}]`,
  };
  const node = ({ id, w, h }) => ({ id, width: w * X, height: h * Y });
  const clusters = graph.clusters.map((id) => ({
    id: `cluster ${id}`,
    layoutOptions: spacing,
    children: graph.nodes.filter((member) => member.cluster === id).map(node),
  }));
  return {
    id: "root",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.hierarchyHandling": "INCLUDE_CHILDREN",
      "elk.edgeRouting": "ORTHOGONAL",
      "elk.json.edgeCoords": "ROOT",
      "elk.json.shapeCoords": "ROOT",
      ...spacing,
    },
    children: [
      ...clusters.filter((cluster) => cluster.children.length > 0),
      ...graph.nodes.filter((other) => other.cluster == null).map(node),
    ],
    edges: graph.edges.map(({ id, s, t }) => ({ id, sources: [s], targets: [t] })),
  };
}

async function main() {
  const elk = new ELK();
  const spent = [];
  let result;
  for (let run = 0; run <= Number(times); run += 1) {
    const input = problem();
    const start = process.hrtime.bigint();
    result = await elk.layout(input);
    spent.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  const drawing = { nodes: {}, clusters: {}, edges: [], milliseconds: spent };
  const rect = (box) => [box.x / X, box.y / Y, box.width / X, box.height / Y];
  for (const box of result.children) {
    if (box.id.startsWith("cluster ")) {
      drawing.clusters[box.id.slice("cluster ".length)] = rect(box);
      for (const member of box.children) drawing.nodes[member.id] = rect(member);
    } else {
      drawing.nodes[box.id] = rect(box);
    }
  }
  for (const edge of result.edges) {
    const points = (edge.sections ?? []).flatMap((section) => [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]);
    drawing.edges.push({ id: edge.id, pts: points.map((point) => [point.x / X, point.y / Y]) });
  }
  process.stdout.write(JSON.stringify(drawing));
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
