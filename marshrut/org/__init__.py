"""People, departments, roles, access. Resolvers such as 'head of the initiator's department'. Never knows cards."""
