import * as communication from "@pulumi/azure-native/communication";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import { Platform } from "./platform";

export interface EmailArgs {
  platform: Platform;
  /** The address that mail is sent from, or a domain; from that, mail is sent as DoNotReply. */
  sentFrom: string;
  /** Where mail is kept while it is on its way, such as Europe. */
  dataLocation: string;
  /** Whether the records of the domain stand in its DNS, and Azure has seen them. */
  verified: boolean;
  tags: Record<string, string>;
  /** Further arguments of the service that sends, over all others. */
  extra?: Partial<communication.CommunicationServiceArgs>;
}

const LOGS = ["EmailSendMailOperational", "EmailStatusUpdateOperational"];

/** A domain that mail is sent from, and the service that sends it: for identities alone, without keys. */
export class Email extends pulumi.ComponentResource {
  readonly service: communication.CommunicationService;
  readonly domain: communication.Domain;

  constructor(name: string, args: EmailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Email", name, {}, opts);
    const parent = { parent: this };
    const { dataLocation, tags } = args;
    const resourceGroupName = args.platform.resourceGroup.name;
    const at = args.sentFrom.lastIndexOf("@");
    const user = args.sentFrom.slice(0, Math.max(at, 0));
    const domainName = args.sentFrom.slice(at + 1);

    const mail = new communication.EmailService(
      name,
      { resourceGroupName, location: "global", dataLocation, tags },
      parent,
    );
    this.domain = new communication.Domain(
      name,
      {
        resourceGroupName,
        emailServiceName: mail.name,
        location: "global",
        domainName,
        domainManagement: "CustomerManaged",
        userEngagementTracking: "Disabled",
        tags,
      },
      parent,
    );
    const senders: pulumi.Resource[] = [];
    // Every domain has DoNotReply from the beginning.
    if (args.verified && user !== "") {
      senders.push(
        new communication.SenderUsername(
          name,
          {
            resourceGroupName,
            emailServiceName: mail.name,
            domainName: this.domain.name,
            senderUsername: user,
            username: user,
          },
          parent,
        ),
      );
    }
    this.service = new communication.CommunicationService(
      name,
      {
        resourceGroupName,
        location: "global",
        dataLocation,
        // Azure links no domain whose records it has not seen.
        linkedDomains: args.verified ? [this.domain.id] : [],
        disableLocalAuth: true,
        tags,
        ...args.extra,
      },
      { parent: this, dependsOn: senders },
    );
    new monitor.DiagnosticSetting(
      name,
      {
        resourceUri: this.service.id,
        workspaceId: args.platform.logs.id,
        logs: LOGS.map((category) => ({ category, enabled: true })),
      },
      parent,
    );

    this.registerOutputs({ hostName: this.service.hostName });
  }
}
