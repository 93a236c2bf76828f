/* geo (ngx_http_geo_module.c, ngx_stream_geo_module.c). */
#include "kinds/nginx/address.h"
#include "kinds/nginx/args.h"
#include "kinds/nginx/variables.h"

#include <string.h>

enum { MAX_RANGE_WORK = 1 << 20 }; /* beyond it ranges are no longer compared */

/* Ranges of addresses that have their upper 16 bits in common: disjoint, in order. */
struct range {
    uint16_t from, to;
};
struct ranges {
    VEC(struct range) all;
};

/* A geo block while its lines are read. */
struct geo_block {
    bool by_range;              /* "ranges" was said */
    bool has_network;           /* a line was taken for a network */
    struct ranges **pages[256]; /* by the first byte of an address, then by the second */
};

static struct geo_block *geo_of(struct nginx_reader *r)
{
    if (!r->frame->own)
        r->frame->own = arena_new(r->scratch, struct geo_block);
    return r->frame->own;
}

void nginx_check_geo(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *source = node_word(entry, 0), *name = node_word(entry, 1);
    (void)row;
    if (!name) {
        if (source)
            nginx_check_declared(r, entry, source);
        return;
    }
    if (node_is_known(source)) {
        if (!str_starts(source->text, STR("$")) || source->text.n == 1) {
            nginx_fault(r, SYNTAX_VALUE, nginx_word_span(source), "invalid variable name \"%s\"",
                        nginx_quoted(r, source->text));
            return;
        }
        nginx_use_variable(r, entry, str_slice(source->text, 1, source->text.n), nginx_word_span(source));
    }
    nginx_check_declared(r, entry, name);
}

/* "ranges", "proxy_recursive" and "volatile", which stand alone. */
static bool check_mode(struct nginx_reader *r, struct node *line, const struct nginx_word *row)
{
    struct geo_block *g = geo_of(r);
    struct str z = nginx_c_string(line->text);
    if (str_eq(z, STR("ranges"))) {
        if (g->has_network)
            nginx_fault(r, SYNTAX_CONFLICT, line->name_at,
                        "the \"ranges\" directive must be the first directive inside \"geo\" block");
        g->by_range = true;
        return true;
    }
    if (str_eq(z, STR("volatile")))
        return r->job->target == 0 || r->job->target >= VERSION(1, 29, 3);
    return str_eq(z, STR("proxy_recursive")) && row->class == NGINX_CLASS_HTTP;
}

static struct ranges *ranges_of(struct nginx_reader *r, struct geo_block *g, uint32_t high)
{
    struct ranges ***page = &g->pages[high >> 8];
    if (!*page)
        *page = arena_array(r->scratch, struct ranges *, 256);
    struct ranges **at = &(*page)[high & 255];
    if (!*at)
        *at = arena_new(r->scratch, struct ranges);
    return *at;
}

static void insert_at(struct nginx_reader *r, struct ranges *v, uint32_t i, struct range range)
{
    vec_push(r->scratch, &v->all, range);
    memmove(&v->all.p[i + 1], &v->all.p[i], (v->all.n - 1 - i) * sizeof *v->all.p);
    v->all.p[i] = range;
    r->n_range_work += (v->all.n - i) / 64;
}

static void overlaps(struct nginx_reader *r, const struct node *net, uint32_t high, struct range old)
{
    nginx_fault(r, SYNTAX_CONFLICT, net->name_at, "range \"%s\" overlaps \"%u.%u.%u.%u-%u.%u.%u.%u\"",
                nginx_quoted(r, net->text), high >> 8, high & 255, old.from >> 8, old.from & 255u, high >> 8,
                high & 255, old.to >> 8, old.to & 255u);
}

/* Adds a range to the ones of its page: apart from them, equal to one, or within one of which it is cut out. False when it overlaps one otherwise. */
static bool add_range(struct nginx_reader *r, struct ranges *v, struct range range, struct range *ret_old)
{
    uint32_t low = 0, end = v->all.n;
    while (low < end) {
        uint32_t mid = low + (end - low) / 2;
        if (v->all.p[mid].to < range.from)
            low = mid + 1;
        else
            end = mid;
    }
    if (low == v->all.n || range.to < v->all.p[low].from) {
        insert_at(r, v, low, range);
        return true;
    }
    struct range old = v->all.p[low];
    if (range.from < old.from || range.to > old.to) {
        /* nginx compares from the last one on. */
        while (low + 1 < v->all.n && v->all.p[low + 1].from <= range.to)
            low++;
        *ret_old = v->all.p[low];
        return false;
    }
    v->all.p[low] = range;
    if (range.to < old.to)
        insert_at(r, v, low + 1, (struct range){(uint16_t)(range.to + 1), old.to});
    if (range.from > old.from)
        insert_at(r, v, low, (struct range){old.from, (uint16_t)(range.from - 1)});
    return true;
}

static void delete_range(struct ranges *v, struct range range)
{
    for (uint32_t i = 0; i < v->all.n; i++)
        if (v->all.p[i].from == range.from && v->all.p[i].to == range.to) {
            v->all.n--;
            memmove(&v->all.p[i], &v->all.p[i + 1], (v->all.n - i) * sizeof *v->all.p);
            return;
        }
}

/* Page by page, as nginx keeps them. */
static void take_range(struct nginx_reader *r, const struct node *net, uint32_t from, uint32_t to, bool remove)
{
    struct geo_block *g = geo_of(r);
    for (uint32_t high = from >> 16; high <= to >> 16; high++) {
        struct range old,
            range = {high == from >> 16 ? (uint16_t)from : 0, high == to >> 16 ? (uint16_t)to : UINT16_MAX};
        struct ranges *v = ranges_of(r, g, high);
        r->n_range_work += 1 + (remove ? v->all.n / 64 : 0);
        if (r->n_range_work > MAX_RANGE_WORK)
            return;
        if (remove) {
            delete_range(v, range);
        } else if (!add_range(r, v, range, &old)) {
            overlaps(r, net, high, old);
            return;
        }
    }
}

static bool parse_range(struct str s, uint32_t *ret_from, uint32_t *ret_to)
{
    uint8_t from[4], to[4];
    struct str first = str_cut(&s, '-');
    if (!nginx_parse_inet4(first, from) || !nginx_parse_inet4(s, to))
        return false;
    *ret_from = (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
    *ret_to = (uint32_t)to[0] << 24 | (uint32_t)to[1] << 16 | (uint32_t)to[2] << 8 | to[3];
    return *ret_from <= *ret_to;
}

static void check_range(struct nginx_reader *r, struct node *line, const struct node *net, bool remove)
{
    uint32_t from, to;
    if (!parse_range(net->text, &from, &to)) {
        struct finding *f =
            nginx_fault(r, SYNTAX_VALUE, net->name_at, "invalid range \"%s\"", nginx_quoted(r, net->text));
        diag_help(r->sink, f, "with \"ranges\" a line is 192.168.1.0-192.168.1.255 value;");
        return;
    }
    if (!(line->flags & NODE_CONDITIONAL))
        take_range(r, net, from, to, remove);
}

static void check_network(struct nginx_reader *r, const struct node *net)
{
    if (!str_eq(nginx_c_string(net->text), STR("255.255.255.255")) && !nginx_is_network(net->text))
        nginx_fault(r, SYNTAX_VALUE, net->name_at, "invalid network \"%s\"", nginx_quoted(r, net->text));
}

void nginx_check_geo_line(struct nginx_reader *r, struct node *line, const struct nginx_word *row)
{
    struct geo_block *g = geo_of(r);
    const struct node *value = node_word(line, 0);
    struct str z = nginx_c_string(line->text);
    if (!nginx_all_known(line))
        return;
    if (!value && check_mode(r, line, row))
        return;
    if (!value || node_word(line, 1)) {
        nginx_fault(r, SYNTAX_COUNT, line->name_at, "invalid number of the geo parameters");
        return;
    }
    if (str_eq(z, STR("proxy")) && row->class == NGINX_CLASS_HTTP) {
        check_network(r, value);
        return;
    }
    bool remove = str_eq(z, STR("delete"));
    g->has_network |= !g->by_range;
    if (str_eq(z, STR("default")))
        return;
    if (g->by_range)
        check_range(r, line, remove ? value : line, remove);
    else
        check_network(r, remove ? value : line);
}
