#include "values_json.h"

static json_t *list_json(struct report_out *o, struct value v)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < v.n; i++)
        js_push(o, list, value_json(o, v.as.items[i]));
    return list;
}

json_t *value_json(struct report_out *o, struct value v)
{
    if (v.flags & VALUE_UNLIMITED && value_is_known(v))
        return js_text(o, STR("unlimited"));
    switch ((enum value_type)v.type) {
    case VALUE_BOOL:
        return json_boolean(v.as.b);
    case VALUE_INT:
        return json_integer(v.as.i);
    case VALUE_DOUBLE:
        return json_real(v.as.d);
    case VALUE_NULL:
    case VALUE_UNKNOWN:
        return json_null();
    case VALUE_LIST:
        return list_json(o, v);
    default:
        return js_text(o, value_format(&o->scratch, v));
    }
}

void put_value(struct report_out *o, json_t *object, const char *key, struct value v)
{
    js_put(o, object, key, value_json(o, v));
}

void put_place(struct report_out *o, json_t *object, struct source_store *sources, struct span at)
{
    struct place p = source_place(sources, at);
    js_put(o, object, "file", p.file ? js_text(o, p.file->path) : json_null());
    js_put(o, object, "line", js_number_or_null(p.file ? file_line_column(p.file, p.off).line : 0));
}

void put_unknown(struct report_out *o, json_t *object, const char *key, struct value v)
{
    json_t *missing;
    if (!value_is_unknown(v))
        return;
    missing = json_array();
    for (uint32_t i = 0; v.as.reasons && i < v.as.reasons->n; i++)
        js_push(o, missing, js_text(o, v.as.reasons->p[i]));
    js_put(o, object, key, missing);
}

json_t *host_names_json(struct report_out *o, const struct host *const *hosts, uint32_t n)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < n; i++)
        js_push(o, list, value_json(o, hosts[i]->name));
    return list;
}
