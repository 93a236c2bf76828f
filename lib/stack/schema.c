#include "stack/schema.h"

#define ROW(field, name, type, unit, meaning) {STR_INIT(name), type, unit, STR_INIT(meaning)},

static const struct stack_field service_rows[] = {SERVICE_FIELDS(ROW)};
static const struct stack_field listen_rows[] = {LISTEN_FIELDS(ROW)};
static const struct stack_field pool_rows[] = {POOL_FIELDS(ROW)};
static const struct stack_field server_rows[] = {SERVER_FIELDS(ROW)};
static const struct stack_field route_rows[] = {ROUTE_FIELDS(ROW)};

/* Rules ask for fields by name hundreds of thousands of times a run. Compared with literals, nearly every row is one
 * look at the length; a walk over the rows took five times as long. */
#define FIND(lower, FIELDS)                                                                                            \
    static int lower##_find(struct str name)                                                                           \
    {                                                                                                                  \
        int i = 0;                                                                                                     \
        FIELDS(IS)                                                                                                     \
        return -1;                                                                                                     \
    }
#define IS(field, written, type, unit, meaning)                                                                        \
    if (name.n == sizeof(written) - 1 && memcmp(name.p, written, sizeof(written) - 1) == 0)                            \
        return i;                                                                                                      \
    i++;
FIND(service, SERVICE_FIELDS)
FIND(listen, LISTEN_FIELDS)
FIND(pool, POOL_FIELDS)
FIND(server, SERVER_FIELDS)
FIND(route, ROUTE_FIELDS)
#undef IS
#undef FIND

static const struct {
    const struct stack_field *rows;
    uint32_t n;
    int (*find)(struct str name);
} tables[] = {
    [STACK_HOST] = {NULL, 0, NULL},
    [STACK_SERVICE] = {service_rows, SERVICE_FIELD_COUNT, service_find},
    [STACK_LISTEN] = {listen_rows, LISTEN_FIELD_COUNT, listen_find},
    [STACK_POOL] = {pool_rows, POOL_FIELD_COUNT, pool_find},
    [STACK_SERVER] = {server_rows, SERVER_FIELD_COUNT, server_find},
    [STACK_ROUTE] = {route_rows, ROUTE_FIELD_COUNT, route_find},
};

const struct stack_field *stack_fields(enum stack_scope scope, uint32_t *ret_n)
{
    *ret_n = tables[scope].n;
    return tables[scope].rows;
}

int stack_field_index(enum stack_scope scope, struct str name)
{
    return tables[scope].find ? tables[scope].find(name) : -1;
}
