#! package google-cloud-parametermanager>=0.4,<1 from google.cloud import parametermanager_v1
#! name read_parameter
#! doc Read the value of {{id}}.
#! parameters
#! returns str
    client = parametermanager_v1.ParameterManagerClient()
    version = client.get_parameter_version(name={{variable}})
    return version.payload.data.decode()
