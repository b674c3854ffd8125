#! package azure-appconfiguration>=1.7,<2
#! import azure.appconfiguration AzureAppConfigurationClient
#! credential
#! name get {{target}}
#! doc Read the parameter {{id}}.
#! parameters 
#! returns str
    client = AzureAppConfigurationClient({{second}}, credential)
    setting = client.get_configuration_setting(
        key={{variable}},
    )
    return setting.value
