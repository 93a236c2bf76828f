#include "report/sarif_rules.h"

#include "base/buf.h"

#include <stdlib.h>

enum { DESCRIPTION_BYTES = 1024, TAGS = 20 }; /* limits of GitHub; bytes are at least as many as characters */

static int by_id(const void *x, const void *y)
{
    const struct sarif_rule *a = x, *b = y;
    int ids = str_cmp(a->id, b->id);
    return ids ? ids : (int)(b->info != NULL) - (int)(a->info != NULL);
}

struct sarif_rules sarif_rules_of(struct arena *a, const struct outcome *r)
{
    struct sarif_rules rules = {arena_array(a, struct sarif_rule, r->rules.n + r->findings.n), 0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->rules.n; i++)
        rules.p[n++] = (struct sarif_rule){r->rules.p[i]->id, r->rules.p[i]};
    for (uint32_t i = 0; i < r->findings.n; i++)
        if (report_shows(r->findings.p[i]))
            rules.p[n++] = (struct sarif_rule){r->findings.p[i]->rule, r->findings.p[i]->info};
    if (n > 0)
        qsort(rules.p, n, sizeof(*rules.p), by_id);
    for (uint32_t i = 0; i < n; i++)
        if (rules.n == 0 || !str_eq(rules.p[rules.n - 1].id, rules.p[i].id))
            rules.p[rules.n++] = rules.p[i];
    return rules;
}

uint32_t sarif_rule_index(const struct sarif_rules *rules, struct str id)
{
    uint32_t lo = 0, hi = rules->n;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (str_cmp(rules->p[mid].id, id) <= 0)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

json_t *sarif_message(struct report_out *o, struct str s)
{
    json_t *m = json_object();
    js_put(o, m, "text", js_text(o, s));
    return m;
}

static struct str shortened(struct str s)
{
    if (s.n <= DESCRIPTION_BYTES)
        return s;
    uint32_t end = DESCRIPTION_BYTES;
    while (end > 0 && ((unsigned char)s.p[end] & 0xC0) == 0x80)
        end--;
    return str_slice(s, 0, end);
}

/* The first of them that says something. */
static struct str either(struct str s, struct str other)
{
    return str_trim(s).n > 0 ? s : other;
}

static char upper_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[c - 'a'];
    return c;
}

/* "capacity/workers-exceed-cpus" as "WorkersExceedCpus": the name that viewers show. */
static struct str pascal_name(struct arena *a, struct str id)
{
    struct buf b = {.a = a};
    bool starts = true;
    for (uint32_t i = str_find_byte(id, '/') + 1; i < id.n; i++) {
        char c = id.p[i];
        bool in_word = ch_is_alpha(c) || ch_is_digit(c);
        if (in_word && starts)
            c = upper_of(c);
        if (in_word)
            buf_putc(&b, c);
        starts = !in_word;
    }
    return either(buf_str(&b), id);
}

static struct str help_text(struct arena *a, const struct sarif_rule *rule)
{
    struct buf b = {.a = a};
    if (!rule->info)
        return rule->id;
    buf_put(&b, str_trim(rule->info->what));
    if (b.n > 0 && rule->info->why.n > 0)
        buf_put(&b, STR("\n\n"));
    buf_put(&b, str_trim(rule->info->why));
    return either(buf_str(&b), either(rule->info->title, rule->id));
}

static json_t *tags(struct report_out *o, const struct rule_info *info)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < info->n_tags && i < TAGS; i++)
        js_push(o, array, js_text(o, info->tags[i]));
    return array;
}

static json_t *properties(struct report_out *o, const struct rule_info *info)
{
    static const char *const precisions[] = {[PRECISION_LOW] = "low",
                                             [PRECISION_MEDIUM] = "medium",
                                             [PRECISION_HIGH] = "high",
                                             [PRECISION_VERY_HIGH] = "very-high"};
    static const char *const problems[] = {
        [SEV_NOTE] = "recommendation", [SEV_WARNING] = "warning", [SEV_ERROR] = "error"};
    json_t *p = json_object();
    js_put(o, p, "precision", json_string(precisions[info->precision]));
    js_put(o, p, "problem.severity", json_string(problems[info->severity]));
    js_put(o, p, "tags", tags(o, info));
    return p;
}

json_t *sarif_rule_json(struct report_out *o, const struct sarif_rule *rule)
{
    struct arena_mark mark = arena_mark(&o->scratch);
    const struct rule_info *info = rule->info;
    struct str help = help_text(&o->scratch, rule), title = info ? either(info->title, rule->id) : rule->id;
    json_t *j = json_object(), *configuration = json_object();
    js_put(o, configuration, "level", js_text(o, severity_name(info ? info->severity : SEV_ERROR)));
    js_put(o, j, "id", js_text(o, rule->id));
    js_put(o, j, "name", js_text(o, pascal_name(&o->scratch, rule->id)));
    js_put(o, j, "shortDescription", sarif_message(o, shortened(title)));
    js_put(o, j, "fullDescription", sarif_message(o, shortened(help)));
    js_put(o, j, "help", sarif_message(o, help));
    if (info && info->url.n > 0)
        js_put(o, j, "helpUri", js_text(o, info->url));
    js_put(o, j, "defaultConfiguration", configuration);
    if (info)
        js_put(o, j, "properties", properties(o, info));
    arena_pop(&o->scratch, mark);
    return j;
}
