#include "facts/write.h"

#include "base/buf.h"
#include "base/num.h"
#include "formats/yaml_write.h"

#include <jansson.h>

enum { COMMENT_COLUMN = 40 };

static const double EXACT_INTEGERS = 9007199254740992; /* 2^53: a larger double need not be the number written */

static struct str text_of(struct value v)
{
    return (struct str){v.as.s, v.n};
}

/* Given, not defaulted; the name is the key. */
static bool is_written(const struct host *h, enum host_field_id id)
{
    return id != HOST_name && host_has(h, host_field_info(id)->name);
}

static struct value field_value(const struct host *h, enum host_field_id id)
{
    struct value v = {0};
    host_field(h, host_field_info(id)->name, &v);
    return v;
}

/* Bytes without loss: the largest unit that divides them. */
static struct str exact_size(struct arena *a, int64_t bytes)
{
    static const char *const units[] = {"TiB", "GiB", "MiB", "KiB"};
    for (int i = 0; i < 4; i++) {
        int64_t unit = (int64_t)1 << (10 * (4 - i));
        if (bytes > 0 && bytes % unit == 0)
            return str_printf(a, "%lld%s", (long long)(bytes / unit), units[i]);
    }
    return str_printf(a, "%lld", (long long)bytes);
}

static void put_scalar(struct buf *b, struct value v)
{
    if (v.flags & VALUE_UNLIMITED)
        buf_put(b, STR("unlimited"));
    else if (v.type == VALUE_STRING)
        yaml_put_word(b, text_of(v));
    else if (v.unit == UNIT_BYTES)
        buf_put(b, exact_size(b->a, v.as.i));
    else
        buf_put(b, value_format(b->a, v));
}

static void put_flow(struct buf *b, struct value v)
{
    if (v.type != VALUE_LIST) {
        put_scalar(b, v);
        return;
    }
    buf_putc(b, '[');
    for (uint32_t i = 0; i < v.n; i++) {
        buf_put(b, i ? STR(", ") : STR(""));
        put_scalar(b, v.as.items[i]);
    }
    buf_putc(b, ']');
}

/* "# 15.6GiB, MemTotal of /proc/meminfo" behind what the line holds since start. A kernel setting's name says where it is. */
static void end_line(struct buf *b, size_t start, struct value v)
{
    bool size = v.type == VALUE_INT && v.unit == UNIT_BYTES && v.as.i > 0;
    struct str from = v.origin ? v.origin->text : (struct str){0};
    if (str_starts(from, STR("/proc/sys/")))
        from = (struct str){0};
    struct str short_form = size ? num_format_size(b->a, v.as.i) : (struct str){0};
    if (size && str_eq(short_form, exact_size(b->a, v.as.i)))
        short_form = (struct str){0};
    if (from.n > 0 || short_form.n > 0) {
        size_t width = b->n - start;
        buf_pad(b, ' ', width < COMMENT_COLUMN ? COMMENT_COLUMN - width : 2);
        buf_printf(b, "# %.*s%s%.*s", STR_ARG(short_form), short_form.n && from.n ? ", " : "", STR_ARG(from));
    }
    buf_putc(b, '\n');
}

static void put_map(struct buf *b, struct value v)
{
    buf_putc(b, '\n');
    for (uint32_t i = 0; i < v.as.map->n; i++) {
        size_t start = b->n;
        buf_put(b, STR("      "));
        yaml_put_word(b, text_of(v.as.map->keys[i]));
        buf_put(b, STR(": "));
        put_flow(b, v.as.map->values[i]);
        end_line(b, start, v.as.map->values[i]);
    }
}

static void put_field(struct buf *b, struct str name, struct value v)
{
    size_t start = b->n;
    buf_printf(b, "    %.*s:", STR_ARG(name));
    if (v.type == VALUE_MAP) {
        put_map(b, v);
        return;
    }
    buf_putc(b, ' ');
    put_flow(b, v);
    end_line(b, start, v);
}

struct str facts_write_yaml(struct arena *a, const struct host *h, const struct str *notes, uint32_t n_notes)
{
    struct buf b = {.a = a};
    buf_put(
        &b,
        STR("# Facts of a machine, gathered by loadline " LOADLINE_VERSION "; give this file to --facts.\n"
            "# Of several hosts, each needs to say what it runs: configs: [nginx/nginx.conf, systemd/*.service]\n"));
    for (uint32_t i = 0; i < n_notes; i++)
        buf_printf(&b, "# %.*s\n", STR_ARG(notes[i]));
    buf_put(&b, STR("hosts:\n  "));
    yaml_put_word(&b, text_of(h->name));
    buf_put(&b, STR(":\n"));
    for (int id = 0; id < HOST_FIELD_COUNT; id++)
        if (is_written(h, (enum host_field_id)id))
            put_field(&b, host_field_info((enum host_field_id)id)->name, field_value(h, (enum host_field_id)id));
    return buf_str(&b);
}

static json_t *json_of(struct value v);

static json_t *json_text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

static json_t *json_list(struct value v)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < v.n; i++)
        json_array_append_new(list, json_of(v.as.items[i]));
    return list;
}

static json_t *json_map(struct arena *a, struct value v)
{
    json_t *map = json_object();
    for (uint32_t i = 0; i < v.as.map->n; i++)
        json_object_set_new(map, str_dup(a, text_of(v.as.map->keys[i])).p, json_of(v.as.map->values[i]));
    return map;
}

/* A scalar or a list of scalars; facts nest no deeper. */
static json_t *json_of(struct value v)
{
    if (v.flags & VALUE_UNLIMITED)
        return json_string("unlimited");
    if (v.type == VALUE_STRING)
        return json_text(text_of(v));
    if (v.type == VALUE_LIST)
        return json_list(v);
    if (v.type != VALUE_DOUBLE)
        return json_integer(v.as.i);
    bool whole = v.as.d < EXACT_INTEGERS && v.as.d == (double)(int64_t)v.as.d;
    return whole ? json_integer((int64_t)v.as.d) : json_real(v.as.d);
}

static int put_chunk(const char *p, size_t n, void *into)
{
    buf_put(into, (struct str){p, (uint32_t)n});
    return 0;
}

struct str facts_write_json(struct arena *a, const struct host *h)
{
    json_t *fields = json_object(), *hosts = json_object(), *top = json_object();
    for (int id = 0; id < HOST_FIELD_COUNT; id++) {
        struct value v = field_value(h, (enum host_field_id)id);
        if (is_written(h, (enum host_field_id)id))
            json_object_set_new(fields, host_field_info((enum host_field_id)id)->name.p,
                                v.type == VALUE_MAP ? json_map(a, v) : json_of(v));
    }
    json_object_set_new(hosts, str_dup(a, text_of(h->name)).p, fields);
    json_object_set_new(top, "hosts", hosts);
    struct buf b = {.a = a};
    json_dump_callback(top, put_chunk, &b, JSON_INDENT(2));
    json_decref(top);
    buf_putc(&b, '\n');
    return buf_str(&b);
}
