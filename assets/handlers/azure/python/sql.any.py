#! package psycopg[binary]>=3.2,<4
#! package certifi>=2025.1
#! import certifi where
#! import psycopg Connection
#! import psycopg connect
#! credential
#! name connect_to {{target}}
#! doc Connect to {{id}} as a user of its own; keep at most {{pool}} open.
#! parameters 
#! returns Connection[Any]
    token = credential.get_token("https://ossrdbms-aad.database.windows.net/.default")
    return connect(
        host={{variable}},
        dbname={{second}},
        user={{third}},
        password=token.token,
        sslmode="verify-full",
        sslrootcert=where(),
    )
