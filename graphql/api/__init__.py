"""The GraphQL door: the public contract, spoken with Strawberry."""
