#include "stack/schema.h"

#define ROW(field, name, type, unit, meaning) {STR_INIT(name), type, unit, STR_INIT(meaning)},

static const struct stack_field service_rows[] = {SERVICE_FIELDS(ROW)};
static const struct stack_field listen_rows[] = {LISTEN_FIELDS(ROW)};
static const struct stack_field pool_rows[] = {POOL_FIELDS(ROW)};
static const struct stack_field server_rows[] = {SERVER_FIELDS(ROW)};
static const struct stack_field route_rows[] = {ROUTE_FIELDS(ROW)};

static const struct {
    const struct stack_field *rows;
    uint32_t n;
} tables[] = {
    [STACK_HOST] = {NULL, 0},
    [STACK_SERVICE] = {service_rows, SERVICE_FIELD_COUNT},
    [STACK_LISTEN] = {listen_rows, LISTEN_FIELD_COUNT},
    [STACK_POOL] = {pool_rows, POOL_FIELD_COUNT},
    [STACK_SERVER] = {server_rows, SERVER_FIELD_COUNT},
    [STACK_ROUTE] = {route_rows, ROUTE_FIELD_COUNT},
};

const struct stack_field *stack_fields(enum stack_scope scope, uint32_t *ret_n)
{
    *ret_n = tables[scope].n;
    return tables[scope].rows;
}

int stack_field_index(enum stack_scope scope, struct str name)
{
    for (uint32_t i = 0; i < tables[scope].n; i++)
        if (str_eq(tables[scope].rows[i].name, name))
            return (int)i;
    return -1;
}
