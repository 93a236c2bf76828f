/* Command lines as getopt_long() reads them (core/init.c): variables UWSGI_* set first, then options in their order, then configs that stand alone. The last says. */
#include "base/path.h"
#include "diag/escape.h"
#include "kinds/embed.h"
#include "kinds/uwsgi/uwsgi.h"

enum takes { TAKES_NOTHING, TAKES_MAYBE, TAKES_VALUE, TAKES_UNKNOWN };

/* Options without a value, or with one only behind "=", of core and plugins of 2.0: no_argument and optional_argument in their tables. */
static const struct {
    struct str name;
    enum takes takes;
} flags[] = {
#define NONE(name) {STR_INIT(name), TAKES_NOTHING},
#define MAYBE(name) {STR_INIT(name), TAKES_MAYBE},
#include "kinds/uwsgi/flags.def"
#undef NONE
#undef MAYBE
};

/* Options of one letter, of core and Python's plugin. */
static const struct {
    char letter;
    bool value;
    struct str name;
} letters[] = {
    {'A', true, STR_INIT("sharedarea")},
    {'C', false, STR_INIT("chmod-socket")},
    {'H', true, STR_INIT("home")},
    {'L', false, STR_INIT("disable-logging")},
    {'M', false, STR_INIT("master")},
    {'O', true, STR_INIT("optimize")},
    {'Q', true, STR_INIT("spooler")},
    {'R', true, STR_INIT("max-requests")},
    {'S', true, STR_INIT("set")},
    {'T', false, STR_INIT("enable-threads")},
    {'a', false, STR_INIT("abstract-socket")},
    {'b', true, STR_INIT("buffer-size")},
    {'c', false, STR_INIT("cgi-mode")},
    {'d', true, STR_INIT("daemonize")},
    {'h', false, STR_INIT("help")},
    {'i', false, STR_INIT("single-interpreter")},
    {'j', true, STR_INIT("json")},
    {'l', true, STR_INIT("listen")},
    {'m', false, STR_INIT("memory-report")},
    {'p', true, STR_INIT("processes")},
    {'r', false, STR_INIT("reaper")},
    {'s', true, STR_INIT("socket")},
    {'t', true, STR_INIT("harakiri")},
    {'v', true, STR_INIT("max-vars")},
    {'w', true, STR_INIT("module")},
    {'x', true, STR_INIT("xml")},
    {'y', true, STR_INIT("yaml")},
    {'z', true, STR_INIT("socket-timeout")},
};

struct word {
    struct str text;
    struct span at;
};

struct args {
    struct uwsgi_reader *r;
    struct uwsgi_state *state;
    VEC(struct word) words;
    VEC(struct word) alone;
    uint32_t i;
};

static bool is_unknown(struct str text)
{
    return str_find_byte(text, '$') < text.n && str_find(text, STR("$(")) == text.n;
}

static struct word part(const struct word *w, uint32_t from, uint32_t to)
{
    struct str text = str_slice(w->text, from, to);
    return (struct word){text, w->at.len == w->text.n ? span_part(w->at, from, text.n) : w->at};
}

/* ---- what is set ---- */

static bool is_config(struct str name)
{
    static const char *const names[] = {"ini", "yaml", "yml", "json", "js", "config", "include", "inherit", NULL};
    return str_is_one_of(name, names);
}

/* The config to join: the last one whose name is known, unless another section than ours is read of it. */
static void note_config(struct args *x, struct str name, const struct word *value)
{
    uint32_t colon = str_rfind_byte(value->text, ':');
    bool ours = colon >= value->text.n || str_eq(str_slice(value->text, colon + 1, value->text.n), STR("uwsgi"));
    if (!is_config(name))
        return;
    x->state->reads_config = true;
    if (!is_unknown(value->text) && str_find_byte(value->text, '%') == value->text.n)
        x->state->config = ours ? str_slice(value->text, 0, colon) : value->text;
}

static void set(struct args *x, const struct word *name, const struct word *value)
{
    struct arena *a = x->r->job->a;
    struct node *e = node_new(a, NODE_ENTRY, value ? span_join(name->at, value->at) : name->at);
    e->name_at = name->at;
    e->text = name->text;
    if (value) {
        struct node *w = node_new(a, NODE_WORD, value->at);
        w->name_at = value->at;
        w->text = value->text;
        w->flags |= is_unknown(value->text) ? NODE_UNKNOWN : 0;
        node_add(e, w);
        note_config(x, name->text, value);
    }
    uwsgi_take(x->r, e);
}

/* Options that are not known: of a word that something else fills in, or of a name that is cut short. */
static void hide(struct args *x, const struct word *w)
{
    struct node *e = node_new(x->r->job->a, NODE_ENTRY, w->at);
    e->name_at = w->at;
    e->text = w->text;
    e->flags |= NODE_INCLUDE | NODE_BLOCK | NODE_TAINTED;
    x->r->block->flags |= NODE_TAINTED;
    x->state->hidden = true;
    option_block_add(x->r->job->a, x->r->block, e);
}

/* ---- options ---- */

static enum takes takes_of(struct str name)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (str_eq(name, flags[i].name))
            return flags[i].takes;
    bool known = is_config(name) || option_find(&uwsgi_table, 0, (struct str){0}, uwsgi_canonical(name));
    return known ? TAKES_VALUE : TAKES_UNKNOWN;
}

/* getopt_long() takes "--proc" for "--processes" where no other option begins like that. */
static bool is_cut_short(struct str name)
{
    for (uint32_t i = 0; i < uwsgi_table.n; i++)
        if (str_starts(uwsgi_table.rows[i].name, name))
            return true;
    return str_starts(STR("workers"), name);
}

/* What follows an option is its value, whatever it looks like; of an option that is not known it may be the next one. */
static void take_value(struct args *x, const struct word *name, enum takes takes)
{
    const struct word *next = x->i < x->words.n ? &x->words.p[x->i] : NULL;
    bool option = next && str_starts(next->text, STR("-")) && takes == TAKES_UNKNOWN;
    if (next && !option) {
        x->i++;
        set(x, name, next);
    } else if (takes == TAKES_UNKNOWN) {
        set(x, name, NULL);
    } else {
        diag_syntax(x->r->job->sink, SYNTAX_COUNT, name->at, "option %.*s needs a value",
                    STR_ARG(diag_quote(x->r->job->a, name->text)));
    }
}

static void read_long(struct args *x, const struct word *w)
{
    uint32_t eq = str_find_byte(w->text, '=');
    struct word name = part(w, 2, eq), value = part(w, eq + 1, w->text.n);
    bool given = eq < w->text.n;
    enum takes takes = takes_of(name.text);
    if (is_unknown(name.text) || (takes == TAKES_UNKNOWN && is_cut_short(name.text))) {
        hide(x, w);
    } else if (given && takes == TAKES_NOTHING) {
        diag_syntax(x->r->job->sink, SYNTAX_COUNT, value.at, "option %.*s takes no value",
                    STR_ARG(diag_quote(x->r->job->a, name.text)));
    } else if (given || takes == TAKES_NOTHING || takes == TAKES_MAYBE) {
        set(x, &name, given ? &value : NULL);
    } else {
        take_value(x, &name, takes);
    }
}

/* -p4, -p 4, -Mp4. */
static void read_short(struct args *x, const struct word *w)
{
    for (uint32_t at = 1; at < w->text.n; at++) {
        size_t i = 0;
        while (i < sizeof letters / sizeof *letters && letters[i].letter != w->text.p[at])
            i++;
        if (i == sizeof letters / sizeof *letters)
            return;
        struct word name = part(w, at, at + 1), value = part(w, at + 1, w->text.n);
        name.text = letters[i].name;
        bool ends = !letters[i].value && w->text.p[at] != 'C';
        if (ends)
            set(x, &name, NULL);
        else if (value.text.n || w->text.p[at] == 'C')
            set(x, &name, value.text.n ? &value : NULL);
        else
            take_value(x, &name, TAKES_VALUE);
        if (!ends)
            return;
    }
}

/* A config by its name; what else stands alone is for a plugin. */
static void read_alone(struct args *x, const struct word *w)
{
    static const char *const names[] = {"ini", "yaml", "yml", "json", "js", "xml"};
    struct str path = str_slice(w->text, 0, str_rfind_byte(w->text, ':')), ext = path_ext(path_base(path));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct word name = {str_from(names[i]), w->at};
        if (ext.n && str_eq(str_slice(ext, 1, ext.n), name.text))
            set(x, &name, w);
    }
}

static void read_words(struct args *x)
{
    bool ended = false;
    while (x->i < x->words.n) {
        struct word w = x->words.p[x->i++];
        if (!ended && str_eq(w.text, STR("--")))
            ended = true;
        else if (!ended && str_starts(w.text, STR("--")))
            read_long(x, &w);
        else if (!ended && w.text.n > 1 && w.text.p[0] == '-')
            read_short(x, &w);
        else if (str_starts(w.text, STR("$")) && is_unknown(w.text))
            hide(x, &w);
        else
            vec_push(x->r->job->a, &x->alone, w);
    }
    for (uint32_t i = 0; i < x->alone.n; i++)
        read_alone(x, &x->alone.p[i]);
}

/* ---- variables ---- */

/* UWSGI_HTTP_SOCKET is http-socket; some are uWSGI's own (core/utils.c, parse_sys_envs). */
static void read_environment(struct args *x)
{
    static const char *const own[] = {"RELOADS",       "VASSALS_DIR",        "EMPEROR_FD",
                                      "BROODLORD_NUM", "EMPEROR_FD_CONFIG",  "EMPEROR_PROXY",
                                      "JAIL_PID",      "ORIGINAL_PROC_NAME", NULL};
    struct kind_job *job = x->r->job;
    for (uint32_t i = 0; i < job->container->env.n; i++) {
        const struct env_variable *v = &job->container->env.p[i];
        struct str name = str_slice(v->name, 6, v->name.n);
        if (!str_starts(v->name, STR("UWSGI_")) || name.n == 0 || str_is_one_of(name, own))
            continue;
        struct buf b = {.a = job->a};
        for (uint32_t k = 0; k < name.n; k++)
            buf_putc(&b, name.p[k] == '_' ? '-' : ch_lower(name.p[k]));
        struct word option = {buf_str(&b), v->at}, value = {v->known ? v->value : STR("${}"), v->at};
        set(x, &option, &value);
    }
}

struct node *uwsgi_read_command(struct uwsgi_reader *r, struct uwsgi_state *state)
{
    struct kind_job *job = r->job;
    struct str text = source_get(job->sources, job->source)->text, word;
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n});
    struct args x = {.r = r, .state = state};
    state->command = true;
    root->flags |= NODE_ANCHORED; /* no line is added to it */
    r->block = option_block(job->a, root, NULL);
    read_environment(&x);
    for (uint32_t off = 0, from = 0; command_next(text, &off, &word); from = off) {
        struct word w = {word, {job->source, from, word.n}};
        vec_push(job->a, &x.words, w);
    }
    x.i = 1; /* the program */
    read_words(&x);
    return root;
}
