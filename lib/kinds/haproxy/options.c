#include "kinds/haproxy/options.h"

#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/resolve.h"
#include "kinds/haproxy/setting_value.h"

/* ---- a line's options ---- */

static bool is_line(const struct node *line, const char *keyword)
{
    return str_eq(haproxy_keyword_of(line), str_from(keyword));
}

enum haproxy_class haproxy_options_class(const struct node *line)
{
    if (is_line(line, "server") || is_line(line, "server-template") || is_line(line, "default-server"))
        return HAPROXY_CLASS_SERVER;
    return is_line(line, "bind") || is_line(line, "stats socket") ? HAPROXY_CLASS_BIND : 0;
}

/* The words before the first option. */
static uint32_t head_of(const struct node *line)
{
    return is_line(line, "server") ? 2 : is_line(line, "server-template") ? 3 : is_line(line, "default-server") ? 0 : 1;
}

/* How many words an option takes; -1 where the table does not say. */
static int32_t words_taken(struct str form, const struct node *first)
{
    int32_t n = 0;
    if (str_eq(form, STR("@source"))) {
        for (n = 1; first && (first = first->next) &&
                    (str_eq(first->text, STR("usesrc")) || str_eq(first->text, STR("interface")));
             n += 2)
            first = first->next;
        return n;
    }
    while (form.n) {
        struct str item = str_cut(&form, ' ');
        if (item.p[0] == '.' || item.p[0] == '?' || item.p[item.n - 1] == '?')
            return -1;
        n++;
    }
    return n;
}

static void read_options(struct kind_job *job, struct haproxy_options *o, const struct node *w, uint32_t left)
{
    enum haproxy_class class = haproxy_options_class(o->line);
    while (left > 0) {
        uint32_t row;
        bool known = node_is_known(w) && haproxy_word_pick(w->text, class, 0, job->target, &row) == HAPROXY_FIT_OK;
        int32_t n = known ? words_taken(haproxy_word_str(haproxy_words[row].form), w->next) : -1;
        if (n < 0 || (uint32_t)n >= left) {
            o->vague = w;
            return;
        }
        vec_push(job->a, &o->options, ((struct haproxy_option){row, (uint32_t)n, w, w->next}));
        left -= (uint32_t)n + 1;
        for (int32_t i = 0; i <= n && w; i++)
            w = w->next;
    }
}

const struct haproxy_options *haproxy_options_of(struct kind_job *job, const struct node *line)
{
    struct haproxy_state *state = job->state;
    struct str key = {(const char *)&line, sizeof(line)};
    struct haproxy_options *o = map_get(&state->lines, key);
    if (o)
        return o;
    o = arena_new(job->a, struct haproxy_options);
    *o = (struct haproxy_options){.line = line};
    uint32_t head = head_of(line), n = haproxy_words_seen(line);
    if (n > head)
        read_options(job, o, head ? node_word(line, head) : line->first, n - head);
    map_put(&state->lines, (struct str){(const char *)&o->line, sizeof(o->line)}, o, NULL);
    return o;
}

/* ---- options and what takes them back ---- */

/* An option and its opposite: rows [on, on + n_on) and [off, off + n_off) of the words table; n_off may be 0. */
struct wanted {
    const struct word_slot *on, *off;
    bool is_off; /* asked for the opposite */
};

static const struct word_slot *slot_of(struct str name, enum haproxy_class class)
{
    const struct word_slot *slot = word_index_find(&haproxy_word_index, name);
    for (uint32_t row = slot ? slot->first : 1; slot && row < (uint32_t)slot->first + slot->n; row++)
        if (haproxy_words[row].class == class)
            return slot;
    return NULL;
}

static struct wanted wanted_of(struct kind_job *job, struct str name, enum haproxy_class class)
{
    static const struct str pairs[][2] = {{STR_INIT("disabled"), STR_INIT("enabled")},
                                          {STR_INIT("stick"), STR_INIT("non-stick")}};
    struct str base = str_starts(name, STR("no-")) ? str_slice(name, 3, name.n) : name;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        if (str_eq(name, pairs[i][0]) || str_eq(name, pairs[i][1]))
            return (struct wanted){slot_of(pairs[i][0], class), slot_of(pairs[i][1], class), str_eq(name, pairs[i][1])};
    const struct word_slot *on = slot_of(base, class);
    bool is_off = base.n < name.n && on;
    if (base.n < name.n && !on)
        return (struct wanted){slot_of(name, class), NULL, false};
    return (struct wanted){on, slot_of(str_printf(job->a, "no-%.*s", STR_ARG(base)), class), is_off};
}

static bool in_slot(const struct word_slot *slot, uint32_t row)
{
    return slot && row >= slot->first && row < (uint32_t)slot->first + slot->n;
}

/* ---- what is in force ---- */

static struct value option_value(struct kind_job *job, const struct haproxy_options *o,
                                 const struct haproxy_option *option)
{
    return haproxy_words_value(job, &haproxy_words[option->row], o->line, option->first, option->n);
}

/* Of "crt a crt b" both. */
static struct value all_values(struct kind_job *job, const struct haproxy_options *o, const struct word_slot *slot)
{
    VEC(struct value) items = {0};
    for (uint32_t i = 0; i < o->options.n; i++)
        if (in_slot(slot, o->options.p[i].row))
            vec_push(job->a, &items, option_value(job, o, &o->options.p[i]).as.items[0]);
    return value_list(items.p, items.n);
}

static struct span option_at(const struct haproxy_option *option)
{
    struct span at = option->name->at;
    const struct node *w = option->first;
    if (option->n)
        at = w->at;
    for (uint32_t i = 1; i < option->n; i++)
        at = span_join(at, (w = w->next)->at);
    return at;
}

static struct value with_origin(struct kind_job *job, struct value v, const struct node *line,
                                const struct haproxy_option *option, struct node *asker)
{
    struct span at = option_at(option);
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){
        .kind = line == asker ? ORIGIN_SET : ORIGIN_INHERITED, .at = at, .written = source_text(job->sources, at)};
    if (line != asker)
        o->text = str_printf(job->a, "default-server of %.*s", STR_ARG(haproxy_block_title(job, line->parent)));
    return value_with_origin(v, o);
}

/* What one line says about an option; false: nothing. */
static bool line_says(struct kind_job *job, const struct node *line, const struct wanted *want, struct node *asker,
                      struct value *ret)
{
    const struct haproxy_options *o = haproxy_options_of(job, line);
    for (uint32_t i = o->options.n; i-- > 0;) {
        const struct haproxy_option *option = &o->options.p[i];
        bool on = in_slot(want->on, option->row), off = in_slot(want->off, option->row);
        if (!on && !off)
            continue;
        const struct haproxy_word *w = &haproxy_words[option->row];
        bool list = on && haproxy_shape_of(w) == HAPROXY_SHAPE_WORDS && option->n == 1;
        struct value v = want->off && (off || haproxy_shape_of(w) == HAPROXY_SHAPE_FLAG)
                             ? value_bool(off == want->is_off)
                         : list ? all_values(job, o, want->on)
                                : option_value(job, o, option);
        if (line->flags & NODE_CONDITIONAL)
            v = haproxy_unknown_at(job, "an .if that is not known", line->name_at);
        *ret = with_origin(job, v, line, option, asker);
        return true;
    }
    if (!o->vague)
        return false;
    bool fault = line->flags & NODE_FAULTY;
    *ret = haproxy_unknown_at(job, fault ? "a fault" : "an environment variable", o->vague->at);
    return true;
}

/* The "default-server" lines of a section before a byte, the last one first. */
static bool defaults_say(struct kind_job *job, const struct node *section, uint32_t before, const struct wanted *want,
                         struct node *asker, struct value *ret)
{
    const struct haproxy_lines *lines = haproxy_lines_of(job, section, STR("default-server"));
    uint32_t low = 0, high = lines ? lines->n : 0;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (lines->p[mid]->at.off < before)
            low = mid + 1;
        else
            high = mid;
    }
    while (low-- > 0)
        if (line_says(job, lines->p[low], want, asker, ret))
            return true;
    return false;
}

static bool is_said(struct kind_job *job, struct node *line, const struct wanted *want, struct value *ret)
{
    enum { MAX_DEPTH = 64 };
    if (line_says(job, line, want, line, ret))
        return true;
    if (haproxy_options_class(line) != HAPROXY_CLASS_SERVER)
        return false;
    if (defaults_say(job, line->parent, line->at.off, want, line, ret))
        return true;
    const struct haproxy_proxy *p = haproxy_proxy_of(job, line->parent);
    p = p ? p->from : NULL;
    for (int i = 0; p && i < MAX_DEPTH; p = p->from, i++) {
        if (p->section->flags & NODE_CONDITIONAL) {
            *ret = haproxy_unknown_at(job, "an .if that is not known", p->section->name_at);
            return true;
        }
        if (defaults_say(job, p->section, UINT32_MAX, want, line, ret))
            return true;
    }
    return false;
}

static struct value option_default(struct kind_job *job, const struct haproxy_word *w, struct node *line,
                                   const struct wanted *want)
{
    struct str text = haproxy_word_str(w->deflt), since = {0};
    struct value v;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){
        .kind = ORIGIN_DEFAULT, .at = line->name_at, .text = STR("default of HAProxy"), .written = text};
    bool refers = str_starts(text, STR("= "));
    if (refers && haproxy_option_setting(job, line, str_slice(text, 2, text.n), &v))
        return value_with_origin(v, o);
    if (haproxy_default_value(job, w, &v, &since))
        return value_with_origin(v, o);
    v = haproxy_shape_of(w) == HAPROXY_SHAPE_FLAG ? value_bool(want->is_off) : value_null();
    return value_with_origin(v, o);
}

bool haproxy_option_setting(struct kind_job *job, struct node *line, struct str name, struct value *ret)
{
    enum haproxy_class class = haproxy_options_class(line);
    uint32_t row;
    if (!class || haproxy_word_pick(name, class, 0, job->target, &row) != HAPROXY_FIT_OK)
        return false;
    struct wanted want = wanted_of(job, name, class);
    if (line->parent->flags & NODE_CONDITIONAL)
        *ret = haproxy_unknown_at(job, "an .if that is not known", line->parent->name_at);
    else if (line->flags & NODE_CONDITIONAL)
        *ret = haproxy_unknown_at(job, "an .if that is not known", line->name_at);
    else if (!is_said(job, line, &want, ret))
        *ret = option_default(job, &haproxy_words[row], line, &want);
    return true;
}
