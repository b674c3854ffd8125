#! package firebase-admin>=7.0,<8 import firebase_admin
#! package firebase-admin>=7.0,<8 from firebase_admin import auth
#! standard uuid
#! name find_in
#! doc Find a person of {{id}} by the address they sign in with.
#! parameters email: str
#! returns auth.UserRecord
    app = firebase_admin.initialize_app(
        options={"projectId": {{variable}}},
        name=uuid.uuid4().hex,
    )
    return auth.get_user_by_email(email, app)
