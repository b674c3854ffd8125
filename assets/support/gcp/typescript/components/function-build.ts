import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface FunctionBuildArgs {
  project: string;
  region: string;
  /** The registry's id, the only one of that name in the project and region. */
  repositoryId: string;
}

/** Where functions are built: a bucket for their code, a registry for their images, an identity of its own. */
export class FunctionBuild extends pulumi.ComponentResource {
  readonly bucket: gcp.storage.Bucket;
  readonly images: gcp.artifactregistry.Repository;
  readonly account: gcp.serviceaccount.Account;

  constructor(name: string, args: FunctionBuildArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:FunctionBuild", name, {}, opts);
    const parent = { parent: this };
    const { project, region } = args;

    this.bucket = new gcp.storage.Bucket(
      `${name}-code`,
      {
        location: region,
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        forceDestroy: true,
      },
      parent,
    );

    this.images = new gcp.artifactregistry.Repository(
      `${name}-images`,
      { repositoryId: args.repositoryId, location: region, format: "DOCKER" },
      parent,
    );

    this.account = new gcp.serviceaccount.Account(
      name,
      { displayName: "Builds the functions" },
      parent,
    );
    const member = this.account.member;

    new gcp.projects.IAMMember(
      `${name}-writes-logs`,
      { project, role: "roles/logging.logWriter", member },
      parent,
    );
    new gcp.artifactregistry.RepositoryIamMember(
      `${name}-pushes-images`,
      {
        location: region,
        repository: this.images.name,
        role: "roles/artifactregistry.writer",
        member,
      },
      parent,
    );
    new gcp.storage.BucketIAMMember(
      `${name}-reads-code`,
      { bucket: this.bucket.name, role: "roles/storage.objectViewer", member },
      parent,
    );
    // Cloud Functions copies the code into a bucket of its own before the build.
    new gcp.projects.IAMMember(
      `${name}-reads-copies`,
      {
        project,
        role: "roles/storage.objectViewer",
        member,
        condition: {
          title: "Copies of code",
          expression: 'resource.name.startsWith("projects/_/buckets/gcf-v2-sources-")',
        },
      },
      parent,
    );

    this.registerOutputs({ bucket: this.bucket.name, images: this.images.name });
  }
}
