import * as dbforpostgresql from "@pulumi/azure-native/dbforpostgresql";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";
import { Platform } from "./platform";

export interface DatabaseArgs {
  platform: Platform;
  /** The part of its network that is kept for databases. */
  subnetId: pulumi.Input<string>;
  /** The zone that holds its name, and what lets its network read the zone. */
  zoneId: pulumi.Input<string>;
  zoneLink: pulumi.Resource;
  version: string;
  /** The size of its machine, such as Standard_D2ds_v5. */
  size: string;
  /** Whether a second copy in another zone takes over. */
  multiZone: boolean;
  backupDays: number;
  /** What the server is told, by the names of its parameters. */
  parameters: Record<string, string>;
  /** The group of Microsoft Entra whose members make users and change everything. */
  administrators: { id: string; name: string };
  /** Whether it is kept when it leaves the program or the stack is destroyed. */
  protect: boolean;
  tags: Record<string, string>;
  /** Further arguments of the server, over all others. */
  extra?: Partial<dbforpostgresql.ServerArgs>;
}

interface Watched {
  suffix: string;
  description: string;
  metric: string;
  aggregation: "Average" | "Maximum" | "Total";
  threshold: number;
}

/** A database that is reached from inside of its network alone, by identities and without a password. */
export class Database extends pulumi.ComponentResource {
  readonly server: dbforpostgresql.Server;
  readonly content: dbforpostgresql.Database;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Database", name, {}, opts);
    const parent = { parent: this };
    const { platform, protect, tags } = args;
    const resourceGroupName = platform.resourceGroup.name;

    this.server = new dbforpostgresql.Server(
      name,
      {
        resourceGroupName,
        version: args.version,
        sku: {
          name: args.size,
          tier: args.size.startsWith("Standard_B") ? "Burstable" : "GeneralPurpose",
        },
        storage: { storageSizeGB: 32, autoGrow: "Enabled" },
        highAvailability: { mode: args.multiZone ? "ZoneRedundant" : "Disabled" },
        backup: { backupRetentionDays: args.backupDays, geoRedundantBackup: "Disabled" },
        authConfig: {
          activeDirectoryAuth: "Enabled",
          passwordAuth: "Disabled",
          tenantId: platform.tenantId,
        },
        network: {
          delegatedSubnetResourceId: args.subnetId,
          privateDnsZoneArmResourceId: args.zoneId,
        },
        tags,
        ...args.extra,
      },
      {
        parent: this,
        protect,
        retainOnDelete: protect,
        dependsOn: [args.zoneLink],
        // It grows by itself, and cannot become smaller.
        ignoreChanges: ["storage.storageSizeGB"],
      },
    );
    const serverName = this.server.name;

    // A server takes one change at a time.
    let before: pulumi.Resource = new dbforpostgresql.AdministratorsMicrosoftEntra(
      name,
      {
        resourceGroupName,
        serverName,
        objectId: args.administrators.id,
        principalName: args.administrators.name,
        principalType: "Group",
        tenantId: platform.tenantId,
      },
      parent,
    );
    for (const [parameter, value] of Object.entries(args.parameters)) {
      before = new dbforpostgresql.Configuration(
        `${name}-${parameter.replaceAll("_", "-")}`,
        {
          resourceGroupName,
          serverName,
          configurationName: parameter,
          value,
          source: "user-override",
        },
        { parent: this, dependsOn: [before] },
      );
    }
    this.content = new dbforpostgresql.Database(
      name,
      {
        resourceGroupName,
        serverName,
        databaseName: "app",
        charset: "UTF8",
        collation: "en_US.utf8",
      },
      { parent: this, protect, retainOnDelete: protect, dependsOn: [before] },
    );

    new monitor.DiagnosticSetting(
      name,
      {
        resourceUri: this.server.id,
        workspaceId: platform.logs.id,
        logs: [{ category: "PostgreSQLLogs", enabled: true }],
      },
      parent,
    );
    const alarms: Watched[] = [
      {
        suffix: "processor",
        description: `${name} has no processor to spare`,
        metric: "cpu_percent",
        aggregation: "Average",
        threshold: 80,
      },
      {
        suffix: "storage",
        description: `${name} has hardly any room left`,
        metric: "storage_percent",
        aggregation: "Maximum",
        threshold: 85,
      },
      {
        suffix: "connections",
        description: `${name} turns connections away`,
        metric: "connections_failed",
        aggregation: "Total",
        threshold: 10,
      },
    ];
    for (const { suffix, ...watched } of alarms) {
      createAlarm(
        `${name}-${suffix}`,
        {
          platform,
          scope: this.server.id,
          namespace: "Microsoft.DBforPostgreSQL/flexibleServers",
          tags,
          ...watched,
        },
        parent,
      );
    }

    this.registerOutputs({ host: this.server.fullyQualifiedDomainName });
  }
}
