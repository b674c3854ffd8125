"""Where functions are built."""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp


@dataclass(frozen=True, kw_only=True)
class FunctionBuildArgs:
    """What building functions takes."""

    project: str
    region: str
    repository_id: str
    """The registry's id, the only one of that name in the project and region."""


class FunctionBuild(pulumi.ComponentResource):
    """A bucket for the code of functions, a registry for images, and an identity to build them."""

    bucket: gcp.storage.Bucket
    images: gcp.artifactregistry.Repository
    account: gcp.serviceaccount.Account

    def __init__(
        self,
        name: str,
        args: FunctionBuildArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:FunctionBuild", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)

        self.bucket = gcp.storage.Bucket(
            f"{name}-code",
            location=args.region,
            uniform_bucket_level_access=True,
            public_access_prevention="enforced",
            force_destroy=True,
            opts=parent,
        )

        self.images = gcp.artifactregistry.Repository(
            f"{name}-images",
            repository_id=args.repository_id,
            location=args.region,
            format="DOCKER",
            opts=parent,
        )

        self.account = gcp.serviceaccount.Account(
            name,
            display_name="Builds the functions",
            opts=parent,
        )
        member = self.account.member

        gcp.projects.IAMMember(
            f"{name}-writes-logs",
            project=args.project,
            role="roles/logging.logWriter",
            member=member,
            opts=parent,
        )
        gcp.artifactregistry.RepositoryIamMember(
            f"{name}-pushes-images",
            location=args.region,
            repository=self.images.name,
            role="roles/artifactregistry.writer",
            member=member,
            opts=parent,
        )
        gcp.storage.BucketIAMMember(
            f"{name}-reads-code",
            bucket=self.bucket.name,
            role="roles/storage.objectViewer",
            member=member,
            opts=parent,
        )
        # Cloud Functions copies the code into a bucket of its own before the build.
        gcp.projects.IAMMember(
            f"{name}-reads-copies",
            project=args.project,
            role="roles/storage.objectViewer",
            member=member,
            condition={
                "title": "Copies of code",
                "expression": 'resource.name.startsWith("projects/_/buckets/gcf-v2-sources-")',
            },
            opts=parent,
        )

        self.register_outputs({"bucket": self.bucket.name, "images": self.images.name})
