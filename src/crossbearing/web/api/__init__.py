"""``/api/v1``: the record for programs. What each route answers stands in the OpenAPI document and in docs/api.md."""
