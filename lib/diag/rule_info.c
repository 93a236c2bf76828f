#include "diag/rule_info.h"

static const struct str severity_names[] = {
    [SEV_NOTE] = STR_INIT("note"),
    [SEV_WARNING] = STR_INIT("warning"),
    [SEV_ERROR] = STR_INIT("error"),
};

struct str severity_name(enum severity s)
{
    return severity_names[s];
}

bool severity_parse(struct str name, enum severity *ret)
{
    for (int s = SEV_NOTE; s <= SEV_ERROR; s++)
        if (str_eq(name, severity_names[s])) {
            *ret = (enum severity)s;
            return true;
        }
    return false;
}

struct str rule_pack(struct str id)
{
    return str_slice(id, 0, str_find_byte(id, '/'));
}
