/* Settings: what is in force in a unit with its drop-ins. */
#include "base/vec.h"
#include "kinds/systemd/systemd.h"
#include "kinds/systemd/values.h"

/* ---- sections ---- */

struct node *systemd_section(struct kind_job *job, uint32_t section)
{
    struct node_iter it = node_entries(job->root);
    for (struct node *s; (s = node_next_entry(&it)) != NULL;)
        if ((s->flags & NODE_BLOCK) && systemd_section_of(s->text) == section)
            return s;
    return NULL;
}

struct span systemd_header_at(const struct node *section)
{
    struct span at = section->name_at;
    return (struct span){at.src, at.off - (at.off > 0), at.len + 2 - (at.off == 0)};
}

/* ---- scopes ---- */

/* clang-format off */
#define SCOPES(X)                                                                   \
    X("unit",      SYSTEMD_IN_UNIT,      "[Unit] of a unit and its drop-ins")       \
    X("service",   SYSTEMD_IN_SERVICE,   "[Service] of a unit and its drop-ins")    \
    X("socket",    SYSTEMD_IN_SOCKET,    "[Socket] of a unit and its drop-ins")     \
    X("mount",     SYSTEMD_IN_MOUNT,     "[Mount] of a unit and its drop-ins")      \
    X("automount", SYSTEMD_IN_AUTOMOUNT, "[Automount] of a unit and its drop-ins")  \
    X("swap",      SYSTEMD_IN_SWAP,      "[Swap] of a unit and its drop-ins")       \
    X("timer",     SYSTEMD_IN_TIMER,     "[Timer] of a unit and its drop-ins")      \
    X("path",      SYSTEMD_IN_PATH,      "[Path] of a unit and its drop-ins")       \
    X("slice",     SYSTEMD_IN_SLICE,     "[Slice] of a unit and its drop-ins")      \
    X("scope",     SYSTEMD_IN_SCOPE,     "[Scope] of a unit and its drop-ins")      \
    X("install",   SYSTEMD_IN_INSTALL,   "[Install] of a unit")
/* clang-format on */

#define X(name, section, meaning) {STR_INIT(name), STR_INIT(meaning)},
const struct kind_scope systemd_scopes[] = {SCOPES(X){{NULL, 0}, {NULL, 0}}};
#undef X

static const uint32_t scope_sections[] = {
#define X(name, section, meaning) section,
    SCOPES(X)
#undef X
};

/* All sections of a name are one. */
struct node *systemd_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    return after ? NULL : systemd_section(job, scope_sections[scope]);
}

const struct type *systemd_setting_type(uint32_t scope, struct str name)
{
    uint32_t row;
    enum systemd_fit fit = systemd_word_pick(name, scope_sections[scope], 0, &row);
    return fit == SYSTEMD_FIT_OK ? systemd_type_of(&systemd_words[row]) : NULL;
}

/* One name for each row, so that asking for all of them is linear; rows of other sections give the first of this one. */
struct str systemd_setting_name(uint32_t scope, uint32_t i)
{
    if (i + 1 >= systemd_words_n)
        return (struct str){0};
    uint32_t row = i + 1;
    for (uint32_t k = 1; k < systemd_words_n && !(systemd_words[row].contexts & scope_sections[scope]); k++)
        row = k;
    return systemd_word_str(systemd_words[row].name);
}

struct str systemd_block_title(struct kind_job *job, const struct node *block)
{
    const struct systemd_state *s = job->state;
    return str_printf(job->a, "[%.*s] of %.*s", STR_ARG(block->text), STR_ARG(s->unit.name));
}

/* ---- one setting ---- */

/* What is in force after the assignments so far. */
struct folding {
    struct kind_job *job;
    const struct systemd_word *row;
    struct str name;
    uint32_t section;
    struct value v;
    const struct node *last; /* the assignment that is in force; NULL: none */
    VEC(struct value) items; /* of a list */
    bool tainted;
    const struct node *ignored; /* the last assignment that systemd ignores */
};

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

static struct str place_of(struct kind_job *job, struct span at)
{
    struct place p = source_place(job->sources, at);
    uint32_t line = 1;
    for (uint32_t i = 0; p.file && i < p.off && i < p.file->bytes.n; i++)
        line += p.file->bytes.p[i] == '\n';
    return p.file ? str_printf(job->a, "%.*s:%u", STR_ARG(p.file->path), line) : STR("the text");
}

static struct value unknown_at(struct kind_job *job, const char *what, struct span at)
{
    return value_unknown(job->a, str_printf(job->a, "%s at %.*s", what, STR_ARG(place_of(job, at))));
}

/* The words of an entry that was split. */
static struct value split_words(struct kind_job *job, const struct node *e)
{
    uint32_t n = node_word_count(e), i = 0;
    struct value *items = arena_array(job->a, struct value, n + 1);
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
        items[i++] = value_string(w->text);
    return value_list(items, n);
}

/* What one assignment says. False: systemd ignores it. */
static bool value_of(struct folding *f, const struct node *e, struct value *ret)
{
    const struct node *word = e->first;
    for (const struct node *w = word; w && w->kind == NODE_WORD; w = w->next)
        if (!node_is_known(w)) {
            *ret = unknown_at(f->job, "a template's expression", w->at);
            return true;
        }
    if (f->row->type == SYSTEMD_TYPE_EXEC || f->row->type == SYSTEMD_TYPE_ENVIRON) {
        *ret = split_words(f->job, e);
        return true;
    }
    return systemd_value_of(f->job->a, f->row, word->text, ret);
}

static bool is_empty(const struct node *e)
{
    const struct node *w = e->first;
    return !w || w->kind != NODE_WORD || (w->text.n == 0 && node_is_known(w) && w->quote == QUOTE_NONE);
}

/* Each command is an item, and each word of the other lists. */
static void add_items(struct folding *f, struct value v)
{
    if (f->row->type == SYSTEMD_TYPE_EXEC)
        vec_push(f->job->a, &f->items, v);
    for (uint32_t i = 0; f->row->type != SYSTEMD_TYPE_EXEC && i < v.n; i++)
        vec_push(f->job->a, &f->items, v.as.items[i]);
}

static void apply(struct folding *f, const struct node *e)
{
    struct value v;
    if (e->flags & NODE_FAULTY) {
        f->ignored = e;
        return;
    }
    if (is_empty(e)) {
        f->v = value_null();
        f->last = NULL;
        f->items.n = 0;
        f->tainted = false;
        return;
    }
    if (!value_of(f, e, &v))
        return;
    f->last = e;
    if (e->flags & NODE_CONDITIONAL)
        v = unknown_at(f->job, "a template's condition", e->name_at);
    if (!systemd_is_list(f->row) || value_is_unknown(v))
        f->v = value_is_unknown(f->v) && systemd_is_list(f->row) ? value_unknown_both(f->job->a, f->v, v) : v;
    else
        add_items(f, v);
}

/* Settings of two names, or of [Unit] and [Service], that are one variable in systemd (load-fragment-gperf.gperf.in). */
static bool is_start_limit(struct str name)
{
    return str_eq(name, STR("StartLimitInterval")) || str_eq(name, STR("StartLimitIntervalSec"));
}

static bool is_same(const struct folding *f, uint32_t section, struct str name)
{
    bool either = (section | f->section) == (SYSTEMD_IN_UNIT | SYSTEMD_IN_SERVICE) || section == f->section;
    if (either && is_start_limit(f->name))
        return is_start_limit(name);
    if (either && str_eq(f->name, STR("StartLimitBurst")))
        return str_eq(name, f->name);
    bool timeout = str_eq(f->name, STR("TimeoutStartSec")) || str_eq(f->name, STR("TimeoutStopSec"));
    return section == f->section &&
           (str_eq(name, f->name) || (timeout && section == SYSTEMD_IN_SERVICE && str_eq(name, STR("TimeoutSec"))));
}

static void fold(struct folding *f)
{
    struct node_iter it = node_entries(f->job->root);
    f->tainted = f->job->root->flags & NODE_TAINTED;
    for (struct node *s; (s = node_next_entry(&it)) != NULL;) {
        uint32_t section = s->flags & NODE_BLOCK ? systemd_section_of(s->text) : 0;
        if (!section || !((section | f->section) & (f->section | SYSTEMD_IN_UNIT | SYSTEMD_IN_SERVICE)))
            continue;
        f->tainted |= section == f->section && (s->flags & NODE_TAINTED);
        for (const struct node *e = s->first; e; e = e->next)
            if (e->kind == NODE_ENTRY && is_same(f, section, e->text))
                apply(f, e);
    }
}

/* What stands there, on one line. */
static struct str written(struct kind_job *job, const struct node *e)
{
    struct str text = source_text(job->sources, words_at(e));
    return str_find_byte(text, '\n') == text.n ? text : (struct str){0};
}

static struct value default_of(struct folding *f, const struct node *block)
{
    struct kind_job *job = f->job;
    struct str text = systemd_word_str(f->row->deflt);
    struct value v = value_null();
    if (f->tainted)
        return unknown_at(job, "a template's expression", block->name_at);
    if (text.n == 0)
        return systemd_is_list(f->row) ? value_list(NULL, 0) : v;
    systemd_value_of(job->a, f->row, text, &v);
    struct str why = str_printf(job->a, "default of systemd: %.*s=%.*s", STR_ARG(f->name), STR_ARG(text));
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = systemd_header_at(block), .text = why, .setting = f->name};
    return value_with_origin(v, o);
}

/* Folds all assignments of a setting. False: the section has none of that name. */
static bool start(struct folding *f, struct kind_job *job, struct node *block, struct str name)
{
    uint32_t row, section = systemd_section_of(block->text);
    if (!section || systemd_word_pick(name, section, job->target, &row) != SYSTEMD_FIT_OK)
        return false;
    *f = (struct folding){.job = job, .row = &systemd_words[row], .name = name, .section = section, .v = value_null()};
    fold(f);
    return true;
}

static struct value result(struct folding *f, const struct node *block)
{
    struct kind_job *job = f->job;
    if (!f->last)
        return default_of(f, block);
    if (systemd_is_list(f->row) && !value_is_unknown(f->v))
        f->v = f->tainted ? unknown_at(job, "a template's expression", block->name_at)
                          : value_list(f->items.p, f->items.n);
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = words_at(f->last), .written = written(job, f->last)};
    return value_with_origin(f->v, o);
}

bool systemd_in_force(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    struct folding f;
    if (!start(&f, job, block, name))
        return false;
    *ret = result(&f, block);
    return true;
}

bool systemd_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    struct folding f;
    if (!start(&f, job, block, name))
        return false;
    bool meant = !f.last && f.ignored;
    *ret = meant ? unknown_at(job, "a line that systemd ignores", f.ignored->name_at) : result(&f, block);
    return true;
}
