import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import { Platform } from "./platform";

export interface NetworkArgs {
  platform: Platform;
  /** All addresses of the network. */
  addresses: string;
  /** Those of functions, a part of all. */
  functionAddresses: string;
  /** Those of databases, another part of all. */
  databaseAddresses: string;
  /** Further addresses that may connect to databases, such as those of a network joined to this. */
  databaseClients?: string[];
  /** Whether functions may connect to the internet, from one fixed address. */
  wayOut: boolean;
  /** The services of Azure that functions reach without a way out, by their service tags. */
  services: string[];
  /** The services of Azure whose traffic from here stays in Azure's own network. */
  endpoints: string[];
  tags: Record<string, string>;
  /** Further arguments of the network, over all others. */
  extra?: Partial<network.VirtualNetworkArgs>;
}

interface Ends {
  from?: string;
  to?: string;
  ports?: string[];
}

/** A rule about connections into what a group guards, or out of it. */
function rule(
  name: string,
  priority: number,
  direction: "Inbound" | "Outbound",
  access: "Allow" | "Deny",
  { from = "*", to = "*", ports }: Ends,
) {
  return {
    name,
    priority,
    direction,
    access,
    protocol: ports ? "Tcp" : "*",
    sourceAddressPrefix: from,
    sourcePortRange: "*",
    destinationAddressPrefix: to,
    ...(ports ? { destinationPortRanges: ports } : { destinationPortRange: "*" }),
  };
}

/** A private network: a part for functions, which only connect, and a part for databases. */
export class Network extends pulumi.ComponentResource {
  readonly virtualNetwork: network.VirtualNetwork;
  readonly functionSubnet: network.Subnet;
  readonly databaseSubnet: network.Subnet;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Network", name, {}, opts);
    const parent = { parent: this };
    const { tags } = args;
    const resourceGroupName = args.platform.resourceGroup.name;

    this.virtualNetwork = new network.VirtualNetwork(
      name,
      {
        resourceGroupName,
        addressSpace: { addressPrefixes: [args.addresses] },
        tags,
        ...args.extra,
      },
      parent,
    );

    // HTTPS, and AMQP for messages and records.
    const services = args.services.map((service, index) =>
      rule(service, 100 + 10 * index, "Outbound", "Allow", { to: service, ports: ["443", "5671"] }),
    );
    const functions = new network.NetworkSecurityGroup(
      `${name}-functions`,
      {
        resourceGroupName,
        securityRules: args.wayOut
          ? []
          : [...services, rule("internet", 4000, "Outbound", "Deny", { to: "Internet" })],
        tags,
      },
      parent,
    );

    const clients = [args.functionAddresses, ...(args.databaseClients ?? [])].map((from, index) =>
      rule(`client-${String(index + 1)}`, 100 + 10 * index, "Inbound", "Allow", {
        from,
        ports: ["5432"],
      }),
    );
    const databases = new network.NetworkSecurityGroup(
      `${name}-databases`,
      {
        resourceGroupName,
        securityRules: [
          ...clients,
          // The copies of a server follow each other.
          rule("databases", 3000, "Inbound", "Allow", { from: args.databaseAddresses }),
          rule("health", 3010, "Inbound", "Allow", { from: "AzureLoadBalancer" }),
          rule("others", 4000, "Inbound", "Deny", { from: "VirtualNetwork" }),
        ],
        tags,
      },
      parent,
    );

    let wayOut: network.NatGateway | undefined;
    if (args.wayOut) {
      const address = new network.PublicIPAddress(
        `${name}-way-out`,
        {
          resourceGroupName,
          sku: { name: "Standard" },
          publicIPAllocationMethod: "Static",
          tags,
        },
        parent,
      );
      wayOut = new network.NatGateway(
        `${name}-way-out`,
        {
          resourceGroupName,
          sku: { name: "Standard" },
          publicIpAddresses: [{ id: address.id }],
          tags,
        },
        parent,
      );
    }

    this.functionSubnet = new network.Subnet(
      `${name}-functions`,
      {
        resourceGroupName,
        virtualNetworkName: this.virtualNetwork.name,
        addressPrefix: args.functionAddresses,
        delegations: [{ name: "functions", serviceName: "Microsoft.App/environments" }],
        networkSecurityGroup: { id: functions.id },
        serviceEndpoints: args.endpoints.map((service) => ({ service })),
        ...(wayOut ? { natGateway: { id: wayOut.id } } : {}),
      },
      parent,
    );
    this.databaseSubnet = new network.Subnet(
      `${name}-databases`,
      {
        resourceGroupName,
        virtualNetworkName: this.virtualNetwork.name,
        addressPrefix: args.databaseAddresses,
        delegations: [
          { name: "databases", serviceName: "Microsoft.DBforPostgreSQL/flexibleServers" },
        ],
        networkSecurityGroup: { id: databases.id },
      },
      // A network takes one change at a time.
      { parent: this, dependsOn: [this.functionSubnet] },
    );

    this.registerOutputs({ virtualNetworkId: this.virtualNetwork.id });
  }
}
