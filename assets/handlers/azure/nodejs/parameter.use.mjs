//! package @azure/app-configuration ^1.9.0
//! import @azure/app-configuration AppConfigurationClient
//! credential
//! name get {{target}}
//! doc The value of the parameter {{id}}.
//! parameters 
  const client = new AppConfigurationClient({{second}}, credential);
  const setting = await client.getConfigurationSetting({
    key: {{variable}},
  });
  return setting.value;
