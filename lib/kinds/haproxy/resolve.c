#include "kinds/haproxy/haproxy.h"

#include "kinds/haproxy/units.h"

enum { MAX_DEPTH = 64 }; /* defaults sections that take their settings from each other */

static enum haproxy_class class_of(uint32_t context)
{
    if (context == HAPROXY_IN_GLOBAL)
        return HAPROXY_CLASS_GLOBAL;
    return context & HAPROXY_IN_PROXY ? HAPROXY_CLASS_PROXY : HAPROXY_CLASS_MEMBER;
}

static uint32_t context_of(const struct node *section)
{
    for (uint32_t bit = HAPROXY_IN_GLOBAL; bit <= HAPROXY_IN_HEALTHCHECK; bit <<= 1)
        if (str_eq(section->text, str_from(haproxy_context_name(bit))))
            return bit;
    return 0;
}

/* Keywords of which each line counts. */
static bool is_list(struct str form)
{
    static const struct str lists[] = {STR_INIT("@server"), STR_INIT("@bind"), STR_INIT("@acl"), STR_INIT("@action"), STR_INIT("@use_backend"),
                                       STR_INIT("@use_server"), STR_INIT("@redirect"), STR_INIT("@log"), STR_INIT("@stick"), STR_INIT("@errorfile"),
                                       STR_INIT("@errorfiles"), STR_INIT("@http_error"), STR_INIT("@filter"), STR_INIT("@stats_socket"), STR_INIT("@peer"),
                                       STR_INIT("@check_connect"), STR_INIT("@check_expect"), STR_INIT("@check_send")};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (str_eq(form, lists[i]))
            return true;
    return false;
}

static struct str place_of(struct kind_job *job, struct span at)
{
    struct place p = source_place(job->sources, at);
    uint32_t line = 1;
    struct str text = source_get(job->sources, at.src)->text;
    for (uint32_t i = 0; i < at.off && i < text.n; i++)
        line += text.p[i] == '\n';
    return p.file ? str_printf(job->a, "%.*s:%u", STR_ARG(p.file->path), line) : STR("the text");
}

static struct value unknown_at(struct kind_job *job, const char *what, struct span at)
{
    return value_unknown(job->a, str_printf(job->a, "%s at %.*s", what, STR_ARG(place_of(job, at))));
}

static struct value words_of(struct kind_job *job, const struct node *e)
{
    uint32_t n = node_word_count(e), i = 0;
    struct value *items = arena_array(job->a, struct value, n + 1);
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
        items[i++] = value_string(w->text);
    return value_list(items, n);
}

/* One word by the first item of a form. */
static struct value typed(struct str form, struct str word, bool *ok)
{
    int64_t number;
    uint32_t off = 0;
    *ok = true;
    if (str_starts(form, STR("atol")) || str_starts(form, STR("whole")))
        return value_int(haproxy_atol(word, NULL));
    if (str_starts(form, STR("time"))) {
        *ok = haproxy_parse_time(word, str_starts(form, STR("time_s")) ? 1000 : 1, &number, &off) == HAPROXY_UNIT_OK;
        return value_duration(*ok ? number : 0);
    }
    if (str_starts(form, STR("size"))) {
        *ok = haproxy_parse_size(word, &number, &off) == HAPROXY_UNIT_OK;
        return value_size(*ok ? number : 0);
    }
    return value_string(word);
}

/* What one line sets. */
static struct value value_of(struct kind_job *job, const struct node *e, struct str form)
{
    bool ok = true;
    if (e->flags & NODE_FAULTY)
        return unknown_at(job, "a fault", e->name_at);
    if (e->flags & NODE_CONDITIONAL)
        return unknown_at(job, "an .if that is not known", e->name_at);
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
        if (!node_is_known(w))
            return unknown_at(job, "an environment variable", w->at);
    uint32_t n = node_word_count(e);
    if (str_starts(e->text, STR("no ")))
        return value_bool(false);
    if (n == 0)
        return value_bool(true);
    if (n > 1 || is_list(form))
        return words_of(job, e);
    struct value v = typed(form, node_word(e, 0)->text, &ok);
    return ok ? v : unknown_at(job, "a fault", e->name_at);
}

/* Whether a line is about the keyword: as it is, or behind "no" or "default". */
static bool names(const struct node *e, struct str name)
{
    struct str text = e->text;
    if (str_starts(text, STR("no ")))
        text = str_slice(text, 3, text.n);
    else if (str_starts(text, STR("default ")))
        text = str_slice(text, 8, text.n);
    return str_eq(text, name);
}

static struct span words_at(const struct node *e)
{
    struct span at = e->name_at;
    bool any = false;
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next) {
        at = any ? span_join(at, w->at) : w->at;
        any = true;
    }
    return at;
}

static struct value with_place(struct kind_job *job, struct value v, const struct node *e, const struct node *section, bool inherited)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = inherited ? ORIGIN_INHERITED : ORIGIN_SET, .at = words_at(e), .written = source_text(job->sources, words_at(e))};
    if (inherited) {
        const struct node *name = node_word(section, 0);
        o->text = name ? str_printf(job->a, "%.*s %.*s", STR_ARG(section->text), STR_ARG(diag_quote(job->a, name->text))) : section->text;
    }
    return value_with_origin(v, o);
}

/* The last line of a section about the keyword; NULL for none. */
static struct node *last_line(struct node *section, struct str name)
{
    struct node *found = NULL;
    struct node_iter it = node_entries(section);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (names(e, name))
            found = e;
    return found;
}

static struct value default_value(struct kind_job *job, const struct haproxy_word *w, const struct node *block, bool list)
{
    struct str text = haproxy_word_str(w->deflt), form = haproxy_word_str(w->form);
    bool ok;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = block->name_at, .text = STR("default of HAProxy"), .written = text};
    /* A default that is more than one word is a sentence: what it depends on is not resolved here. */
    bool plain = text.n && str_find_byte(text, ' ') == text.n;
    struct value v = plain ? typed(form, text, &ok) : list ? value_list(NULL, 0) : form.n == 0 ? value_bool(false) : value_null();
    if (!plain && text.n)
        v = value_unknown(job->a, str_printf(job->a, "the default: %.*s", STR_ARG(text)));
    return value_with_origin(v, o);
}

/* Every line of the section and of those that it takes its settings from, these first. */
static struct value all_lines(struct kind_job *job, struct node *block, struct str name, const struct haproxy_word *w)
{
    VEC(struct value) items = {0};
    struct node *sections[MAX_DEPTH];
    uint32_t n = 0;
    const struct haproxy_proxy *p = haproxy_proxy_of(job, block);
    sections[n++] = block;
    for (p = p ? p->from : NULL; p && n < MAX_DEPTH; p = p->from)
        sections[n++] = p->section;
    const struct node *first = NULL, *from = NULL;
    while (n-- > 0) {
        struct node_iter it = node_entries(sections[n]);
        for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
            if (!str_eq(e->text, name))
                continue;
            struct value v = value_of(job, e, haproxy_word_str(w->form));
            if (value_is_unknown(v))
                return v;
            vec_push(job->a, &items, v);
            first = first ? first : e;
            from = from ? from : sections[n];
        }
    }
    if (!first)
        return default_value(job, w, block, true);
    return with_place(job, value_list(items.p, items.n), first, from, from != block);
}

bool haproxy_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    uint32_t context = context_of(block), row;
    if (!context || haproxy_word_pick(name, class_of(context), context, job->target, &row) != HAPROXY_FIT_OK)
        return false;
    const struct haproxy_word *w = &haproxy_words[row];
    if (is_list(haproxy_word_str(w->form))) {
        *ret = all_lines(job, block, name, w);
        return true;
    }
    const struct haproxy_proxy *p = haproxy_proxy_of(job, block);
    int depth = 0;
    for (struct node *s = block; s && depth < MAX_DEPTH; p = p ? p->from : NULL, s = p ? p->section : NULL, depth++) {
        struct node *e = last_line(s, name);
        if (!e)
            continue;
        if (str_starts(e->text, STR("default ")))
            break;
        *ret = with_place(job, value_of(job, e, haproxy_word_str(w->form)), e, s, s != block);
        return true;
    }
    *ret = default_value(job, w, block, false);
    return true;
}
