#! package google-cloud-secret-manager>=2.24,<3 from google.cloud import secretmanager
#! name read_secret
#! doc Read the value of {{id}}.
#! parameters
#! returns str
    client = secretmanager.SecretManagerServiceClient()
    version = client.access_secret_version(name={{variable}})
    return version.payload.data.decode()
