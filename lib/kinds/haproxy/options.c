#include "kinds/haproxy/options.h"

#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/resolve.h"
#include "kinds/haproxy/setting_value.h"

#include <string.h>

/* ---- a line's options ---- */

enum haproxy_class haproxy_options_class(const struct node *line)
{
    if (haproxy_line_is(line, STR("server")) || haproxy_line_is(line, STR("server-template")) ||
        haproxy_line_is(line, STR("default-server")))
        return HAPROXY_CLASS_SERVER;
    return haproxy_line_is(line, STR("bind")) || haproxy_line_is(line, STR("stats socket")) ? HAPROXY_CLASS_BIND : 0;
}

/* The words before the first option. */
static uint32_t head_of(const struct node *line)
{
    return haproxy_line_is(line, STR("server"))            ? 2
           : haproxy_line_is(line, STR("server-template")) ? 3
           : haproxy_line_is(line, STR("default-server"))  ? 0
                                                           : 1;
}

enum { TAKES_SOURCE = -2, TAKES_ANY = -1 };

/* How many words an option of that form takes; TAKES_ANY where the table does not say, TAKES_SOURCE where they say it themselves. */
static int8_t words_of_form(struct str form)
{
    int8_t n = 0;
    if (str_eq(form, STR("@source")))
        return TAKES_SOURCE;
    while (form.n) {
        struct str item = str_cut(&form, ' ');
        if (item.p[0] == '.' || item.p[0] == '?' || item.p[item.n - 1] == '?')
            return TAKES_ANY;
        n++;
    }
    return n;
}

static int32_t words_of_source(const struct node *first)
{
    int32_t n;
    for (n = 1; first && (first = first->next) &&
                (str_eq(first->text, STR("usesrc")) || str_eq(first->text, STR("interface")));
         n += 2)
        first = first->next;
    return n;
}

/* How many words an option takes, first being the one behind its name; -1 where the table does not say. */
static int32_t words_taken(const struct kind_job *job, uint32_t row, const struct node *first)
{
    const struct haproxy_state *state = job->state;
    int8_t *kept = &state->rows[row].taken;
    if (!*kept)
        *kept = (int8_t)(words_of_form(haproxy_word_str(haproxy_words[row].form)) - TAKES_SOURCE + 1);
    int32_t n = *kept - 1 + TAKES_SOURCE;
    return n == TAKES_SOURCE ? words_of_source(first) : n;
}

/* The row of an option: reading found it, or stopped before. */
static bool row_of(const struct kind_job *job, const struct node *w, enum haproxy_class class, uint32_t *ret)
{
    *ret = w->word;
    return w->word || (node_is_known(w) && haproxy_word_pick(w->text, class, 0, job->target, ret) == HAPROXY_FIT_OK);
}

/* Room for all that reading took for options: a config has tens of thousands of such lines. */
static void make_room(struct kind_job *job, struct haproxy_options *o, const struct node *w)
{
    uint32_t n = 0;
    for (; w && w->kind == NODE_WORD; w = w->next)
        n += w->word != 0;
    o->options.p = n ? arena_array(job->a, struct haproxy_option, n) : NULL;
    o->options.cap = n;
}

static void read_options(struct kind_job *job, struct haproxy_options *o, const struct node *w, uint32_t left)
{
    make_room(job, o, w);
    while (left > 0) {
        uint32_t row;
        int32_t n = row_of(job, w, o->class, &row) ? words_taken(job, row, w->next) : TAKES_ANY;
        if (n < 0 || (uint32_t)n >= left) {
            o->vague = w;
            return;
        }
        vec_push(job->a, &o->options, ((struct haproxy_option){row, (uint32_t)n, w, {NULL, NULL}}));
        left -= (uint32_t)n + 1;
        for (int32_t i = 0; i <= n && w; i++)
            w = w->next;
    }
}

static struct haproxy_options *options_of(struct kind_job *job, const struct node *line)
{
    struct haproxy_state *state = job->state;
    struct haproxy_options *o = state->last_options;
    if (o && o->line == line)
        return o;
    o = state->last_options = map_get(&state->lines, (struct str){(const char *)&line, sizeof(line)});
    if (o)
        return o;
    o = state->last_options = arena_new(job->a, struct haproxy_options);
    *o = (struct haproxy_options){.line = line, .class = haproxy_options_class(line)};
    uint32_t head = head_of(line), n = o->class ? haproxy_words_seen(line) : 0;
    if (n > head)
        read_options(job, o, head ? node_word(line, head) : line->first, n - head);
    state->lines.a = job->a;
    map_put(&state->lines, (struct str){(const char *)&o->line, sizeof(o->line)}, o, NULL);
    return o;
}

const struct haproxy_options *haproxy_options_of(struct kind_job *job, const struct node *line)
{
    return options_of(job, line);
}

/* ---- options and what takes them back ---- */

/* How far the "default-server" lines of a section were looked at, and the last of these that says something. */
struct haproxy_looked {
    const struct haproxy_section *section;
    uint32_t n;
    const struct haproxy_options *last;
};

/* An option by the name that was asked for, and what takes it back; off may be NULL. */
struct haproxy_asked {
    uint32_t row; /* 0: the version judged for has none of that name */
    const struct word_slot *on, *off;
    bool is_off;      /* asked for the opposite */
    bool is_used;     /* some line of the document has one of the two, or may have */
    bool has_default; /* deflt is its default, null for none; else the default is another option's value */
    struct value deflt;
    enum haproxy_shape shape;        /* of row */
    struct haproxy_looked looked[2]; /* in a server's own section, and in its defaults */
};

static const struct word_slot *slot_of(struct str name, enum haproxy_class class)
{
    const struct word_slot *slot = word_index_find(&haproxy_word_index, name);
    for (uint32_t row = slot ? slot->first : 1; slot && row < (uint32_t)slot->first + slot->n; row++)
        if (haproxy_words[row].class == class)
            return slot;
    return NULL;
}

static void find_opposite(struct kind_job *job, struct str name, enum haproxy_class class, struct haproxy_asked *q)
{
    static const struct str pairs[][2] = {{STR_INIT("disabled"), STR_INIT("enabled")},
                                          {STR_INIT("stick"), STR_INIT("non-stick")}};
    bool no = str_starts(name, STR("no-"));
    struct str base = no ? str_slice(name, 3, name.n) : name;
    q->on = slot_of(base, class);
    q->is_off = no && q->on;
    q->off = q->on ? slot_of(str_printf(job->a, "no-%.*s", STR_ARG(base)), class) : NULL;
    if (!q->on)
        q->on = slot_of(name, class);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        if (str_eq(name, pairs[i][0]) || str_eq(name, pairs[i][1])) {
            q->on = slot_of(pairs[i][0], class);
            q->off = slot_of(pairs[i][1], class);
            q->is_off = str_eq(name, pairs[i][1]);
        }
}

static bool in_slot(const struct word_slot *slot, uint32_t row)
{
    return slot && row >= slot->first && row < (uint32_t)slot->first + slot->n;
}

static void note_options(struct kind_job *job, const struct node *line)
{
    struct haproxy_state *state = job->state;
    const struct haproxy_options *o = haproxy_options_of(job, line);
    for (uint32_t i = 0; i < o->options.n; i++)
        state->used[o->options.p[i].row] = true;
    state->any_vague |= o->vague != NULL;
}

/* Most options that rules ask for stand nowhere: then no line need be looked at. */
static void gather_used(struct kind_job *job)
{
    struct haproxy_state *state = job->state;
    state->used = arena_array(job->a, bool, haproxy_words_n);
    memset(state->used, 0, haproxy_words_n * sizeof(bool));
    for (const struct node *s = job->root->first; s; s = s->next)
        for (const struct node *n = s->first; n && s->kind == NODE_ENTRY; n = n->next)
            if (n->kind == NODE_ENTRY && haproxy_options_class(n))
                note_options(job, n);
}

static bool is_used(struct kind_job *job, const struct word_slot *slot)
{
    struct haproxy_state *state = job->state;
    if (!state->used)
        gather_used(job);
    for (uint32_t row = slot ? slot->first : 1; slot && row < (uint32_t)slot->first + slot->n; row++)
        if (state->used[row])
            return true;
    return state->any_vague;
}

static void find_default(struct kind_job *job, struct haproxy_asked *q)
{
    struct str since = {0};
    const struct haproxy_word *w = &haproxy_words[q->row];
    q->has_default = !str_starts(haproxy_word_str(w->deflt), STR("= "));
    if (w->deflt == 0 || !haproxy_default_value(job, w, &q->deflt, &since))
        q->deflt = q->shape == HAPROXY_SHAPE_FLAG ? value_bool(q->is_off) : value_null();
}

static struct haproxy_asked *asked_of(struct kind_job *job, struct str name, enum haproxy_class class)
{
    struct haproxy_state *state = job->state;
    struct map *all = &state->asked[class == HAPROXY_CLASS_SERVER];
    struct haproxy_asked *q = map_get(all, name);
    if (q)
        return q;
    q = arena_new(job->a, struct haproxy_asked);
    *q = (struct haproxy_asked){0};
    all->a = job->a;
    map_put(all, str_dup(job->a, name), q, NULL);
    if (haproxy_word_pick(name, class, 0, job->target, &q->row) != HAPROXY_FIT_OK)
        q->row = 0;
    q->shape = haproxy_shape_in(job, &haproxy_words[q->row]);
    find_opposite(job, name, class, q);
    q->is_used = is_used(job, q->on) || is_used(job, q->off);
    find_default(job, q);
    return q;
}

/* ---- what is in force ---- */

static struct value option_value(struct kind_job *job, const struct haproxy_options *o,
                                 const struct haproxy_option *option)
{
    return haproxy_words_value(job, &haproxy_words[option->row], o->line, option->name->next, option->n);
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
    const struct node *w = option->name->next;
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

/* The last of a line's options that is the one asked for, or takes it back; NULL: none. */
static struct haproxy_option *last_option(const struct haproxy_options *o, const struct haproxy_asked *want)
{
    for (uint32_t i = o->options.n; i-- > 0;)
        if (in_slot(want->on, o->options.p[i].row) || in_slot(want->off, o->options.p[i].row))
            return &o->options.p[i];
    return NULL;
}

static struct value said_value(struct kind_job *job, const struct haproxy_options *o,
                               const struct haproxy_option *option, const struct haproxy_asked *want)
{
    bool off = in_slot(want->off, option->row);
    if (want->off && (off || want->shape == HAPROXY_SHAPE_FLAG))
        return value_bool(off == want->is_off);
    if (want->shape == HAPROXY_SHAPE_FLAG)
        return value_bool(true);
    return want->shape == HAPROXY_SHAPE_WORDS && option->n == 1 ? all_values(job, o, want->on)
                                                                : option_value(job, o, option);
}

/* Twenty thousand servers ask for the same default-server line. What is asked of an option and of its opposite differs: only the first is kept. */
static struct value kept_value(struct kind_job *job, const struct haproxy_options *o, struct haproxy_option *option,
                               const struct haproxy_asked *want, struct node *asker)
{
    bool inherited = o->line != asker;
    if (!want->is_off && option->kept[inherited])
        return *option->kept[inherited];
    struct value *v = arena_new(job->a, struct value);
    *v = with_origin(job, said_value(job, o, option, want), o->line, option, asker);
    if (!want->is_off)
        option->kept[inherited] = v;
    return *v;
}

/* What one line says about an option; false: nothing. */
static bool line_says(struct kind_job *job, const struct haproxy_options *o, const struct haproxy_asked *want,
                      struct node *asker, struct value *ret)
{
    const struct node *line = o->line;
    struct haproxy_option *option = last_option(o, want);
    if (option && (line->flags & NODE_CONDITIONAL))
        *ret = haproxy_unknown_at(job, HAPROXY_UNDECIDED, line->name_at);
    else if (option)
        *ret = kept_value(job, o, option, want, asker);
    else if (o->vague)
        *ret = haproxy_unknown_at(job, line->flags & NODE_FAULTY ? HAPROXY_FAULTY : HAPROXY_UNFILLED, o->vague->at);
    return option || o->vague;
}

static bool may_say(const struct haproxy_options *o, const struct haproxy_asked *want)
{
    return o->vague || last_option(o, want);
}

/* How many of some lines stand before a byte. */
static uint32_t lines_before(const struct haproxy_lines *lines, uint32_t before)
{
    uint32_t low = 0, high = lines->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (lines->p[mid]->at.off < before)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* What the last "default-server" line of a section before a byte that says something says. Servers ask in the order of the text: where the one before had
 * looked, only the lines behind are looked at. */
static bool defaults_say(struct kind_job *job, const struct haproxy_section *section, uint32_t before,
                         struct haproxy_asked *want, struct node *asker, struct value *ret)
{
    const struct haproxy_lines *lines = section->default_servers;
    struct haproxy_looked *looked = &want->looked[section->node != asker->parent];
    uint32_t n = lines ? lines_before(lines, before) : 0;
    if (n == 0)
        return false;
    if (looked->section != section || looked->n > n)
        *looked = (struct haproxy_looked){.section = section};
    for (; looked->n < n; looked->n++) {
        const struct haproxy_options *o = haproxy_options_of(job, lines->p[looked->n]);
        if (may_say(o, want))
            looked->last = o;
    }
    return looked->last && line_says(job, looked->last, want, asker, ret);
}

static bool is_said(struct kind_job *job, struct node *line, const struct haproxy_options *o,
                    struct haproxy_asked *want, struct value *ret)
{
    if (line_says(job, o, want, line, ret))
        return true;
    struct haproxy_section *s = o->class == HAPROXY_CLASS_SERVER ? haproxy_section_of(job, line->parent) : NULL;
    uint32_t before = line->at.off;
    for (int i = 0; s && i < HAPROXY_MAX_DEFAULTS; s = haproxy_outer_section(job, s), before = UINT32_MAX, i++) {
        if (i > 0 && (s->node->flags & NODE_CONDITIONAL)) {
            *ret = haproxy_unknown_at(job, HAPROXY_UNDECIDED, s->node->name_at);
            return true;
        }
        if (defaults_say(job, s, before, want, line, ret))
            return true;
    }
    if (s)
        *ret = haproxy_too_deep(job);
    return s != NULL;
}

/* One for all options of a line: there are many, and nobody asks what a default looks like in the manual. But those that rules have fixes for are added by their names. */
static const struct origin *default_origin(struct kind_job *job, struct haproxy_options *o, struct str name)
{
    static const struct str named[] = {STR_INIT("check"), STR_INIT("init-addr")};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_eq(name, named[i])) {
            struct origin *own = arena_new(job->a, struct origin);
            *own = (struct origin){.kind = ORIGIN_DEFAULT, .at = o->line->name_at, .setting = named[i]};
            own->text = STR("default of HAProxy");
            return own;
        }
    if (!o->by_default)
        o->by_default = origin_new(job->a, ORIGIN_DEFAULT, o->line->name_at, STR("default of HAProxy"));
    return o->by_default;
}

static struct value option_default(struct kind_job *job, struct node *line, struct haproxy_options *o,
                                   const struct haproxy_asked *want)
{
    struct str text = haproxy_word_str(haproxy_words[want->row].deflt);
    struct value v = want->deflt;
    if (!want->has_default && !haproxy_option_setting(job, line, str_slice(text, 2, text.n), &v))
        v = value_null();
    return value_with_origin(v, default_origin(job, o, haproxy_word_str(haproxy_words[want->row].name)));
}

bool haproxy_option_setting(struct kind_job *job, struct node *line, struct str name, struct value *ret)
{
    struct haproxy_options *o = options_of(job, line);
    struct haproxy_asked *want = o->class ? asked_of(job, name, o->class) : NULL;
    if (!want || !want->row)
        return false;
    const struct node *doubtful = line->parent->flags & NODE_CONDITIONAL ? line->parent
                                  : line->flags & NODE_CONDITIONAL       ? line
                                                                         : NULL;
    if (doubtful)
        *ret = haproxy_unknown_at(job, HAPROXY_UNDECIDED, doubtful->name_at);
    else if (want->is_used && is_said(job, line, o, want, ret))
        return true;
    else if (o->class == HAPROXY_CLASS_SERVER && haproxy_defaults_elsewhere(job, haproxy_section_of(job, line->parent)))
        *ret = value_unknown(job->a, STR("defaults of another file"));
    else
        *ret = option_default(job, line, o, want);
    return true;
}
