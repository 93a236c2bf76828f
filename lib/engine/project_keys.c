#include "engine/project_keys.h"

#include "base/path.h"

static struct project_word word_of(const struct node *word)
{
    return (struct project_word){word->text, word->at};
}

static struct project_pattern pattern_of(const struct project_reading *in, const struct node *word)
{
    return (struct project_pattern){in->dir, word->text, word->at};
}

bool project_inside(struct reading *r, const struct project_reading *in, const struct node *word, struct str *ret)
{
    struct str path = path_absolute(r->a, in->dir, word->text);
    if (path_is_below(path, in->p->root)) {
        *ret = path;
        return true;
    }
    if (!faults_full(r))
        document_fault(r, word->at, "%s leads out of the repository", diag_quote(r->a, word->text).p);
    return false;
}

/* Lists of words: one function a list. */

static void take_exclude(struct reading *r, const struct node *word, void *into)
{
    struct project_reading *in = into;
    vec_push(r->a, &in->p->exclude, pattern_of(in, word));
}

static void read_exclude(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_exclude, into);
}

static void take_template(struct reading *r, const struct node *word, void *into)
{
    struct project_reading *in = into;
    vec_push(r->a, &in->p->templates, pattern_of(in, word));
}

static void read_templates(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_template, into);
}

static void take_module(struct reading *r, const struct node *word, void *into)
{
    struct project_reading *in = into;
    vec_push(r->a, &in->p->modules, word->text);
}

static void read_modules(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_module, into);
}

static void take_require_rule(struct reading *r, const struct node *word, void *into)
{
    struct project_reading *in = into;
    vec_push(r->a, &in->p->require_rules, word_of(word));
}

static void read_require_rules(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_require_rule, into);
}

static void take_pack(struct reading *r, const struct node *word, void *into)
{
    struct project_reading *in = into;
    struct project_path pack = {.from = word->text, .at = word->at};
    if (project_inside(r, in, word, &pack.to))
        vec_push(r->a, &in->p->packs, pack);
}

static void read_packs(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_pack, into);
}

/* Mappings of free keys to words. */

static void read_targets(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct project_reading *in = into;
    (void)id;
    for (const struct node *e = entries_of(r, node_value(entry), entry->text); e; e = next_entry(e->next)) {
        struct value v;
        if (!scalar_read(r, node_value(e), SCALAR_VERSION, e->text, &v))
            continue;
        struct project_target t = {e->text, node_value(e)->text, e->name_at, node_value(e)->at};
        vec_push(r->a, &in->p->targets, t);
    }
}

static void read_path(struct reading *r, struct project_reading *in, const struct node *entry)
{
    struct value v;
    struct project_path path = {.from = path_normalize(r->a, entry->text), .at = entry->name_at};
    if (faults_full(r))
        return;
    if (!path_is_absolute(entry->text))
        document_fault(r, entry->name_at, "%s is no absolute path", diag_quote(r->a, entry->text).p);
    else if (scalar_read(r, node_value(entry), SCALAR_TEXT, entry->text, &v) &&
             project_inside(r, in, node_value(entry), &path.to))
        vec_push(r->a, &in->p->paths, path);
}

static void read_paths(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    for (const struct node *e = entries_of(r, node_value(entry), entry->text); e; e = next_entry(e->next))
        read_path(r, into, e);
}

/* Any scalar is a value of the environment, an empty one too. */
static void read_env(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct project_reading *in = into;
    (void)id;
    for (const struct node *e = entries_of(r, node_value(entry), entry->text); e; e = next_entry(e->next)) {
        const struct node *value = node_value(e);
        struct value v;
        if (value->kind == NODE_WORD && value->text.n == 0) {
            struct project_env empty = {e->text, (struct str){0}, value_place(value)};
            vec_push(r->a, &in->p->env, empty);
        } else if (scalar_read(r, value, SCALAR_TEXT, e->text, &v)) {
            struct project_env env = {e->text, value->text, value->at};
            vec_push(r->a, &in->p->env, env);
        }
    }
}

static void read_fail_on(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct str words[] = {STR_INIT("note"), STR_INIT("warning"), STR_INIT("error"), STR_INIT("never")};
    struct project_reading *in = into;
    uint32_t which;
    (void)id;
    if (choice_read(r, node_value(entry), entry->text, words, 4, &which))
        in->p->fail_on = (enum project_fail_on)(PROJECT_FAIL_NOTE + (int)which);
}

static void read_baseline(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct project_reading *in = into;
    struct value v;
    (void)id;
    const struct node *value = node_value(entry);
    struct project_path path = {.from = value->text, .at = value->at};
    if (scalar_read(r, value, SCALAR_TEXT, entry->text, &v) && project_inside(r, in, value, &path.to))
        in->p->baseline = path;
}

/* rules */

static const struct str rule_words[] = {STR_INIT("note"), STR_INIT("warning"), STR_INIT("error"), STR_INIT("off"),
                                        STR_INIT("on")};

enum { RULE_SEVERITIES = 3, RULE_OFF = 3, RULE_ON = 4, RULE_WORDS = 5 };

static void read_rule_severity(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct project_rule *rule = into;
    uint32_t which;
    (void)id;
    if (!choice_read(r, node_value(entry), entry->text, rule_words, RULE_SEVERITIES, &which))
        return;
    rule->has_severity = true;
    rule->severity = (enum severity)which;
}

static void read_rule_params(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    if (entries_of(r, node_value(entry), entry->text))
        ((struct project_rule *)into)->params = node_value(entry);
}

static void read_rule_word(struct reading *r, const struct node *entry, struct project_rule *rule)
{
    uint32_t which;
    if (!choice_read(r, node_value(entry), entry->text, rule_words, RULE_WORDS, &which))
        return;
    rule->off = which == RULE_OFF;
    rule->on = which == RULE_ON;
    rule->has_severity = which < RULE_SEVERITIES;
    rule->severity = rule->has_severity ? (enum severity)which : SEV_NOTE;
}

static void read_rules(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct key_row keys[] = {
        {STR_INIT("severity"), read_rule_severity, 0},
        {STR_INIT("params"), read_rule_params, 0},
    };
    struct project_reading *in = into;
    (void)id;
    for (const struct node *e = entries_of(r, node_value(entry), entry->text); e; e = next_entry(e->next)) {
        struct project_rule rule = {.id = e->text, .at = e->name_at};
        if (node_value(e)->kind == NODE_MAP)
            keys_read(r, node_value(e), "a rule", keys, 2, &rule);
        else
            read_rule_word(r, e, &rule);
        vec_push(r->a, &in->p->rules, rule);
    }
}

/* profile: {nginx: {worker_processes: auto, ssl_protocols: [TLSv1.2, TLSv1.3]}} */

static void check_setting_word(struct reading *r, const struct node *word, void *into)
{
    (void)r, (void)word, (void)into; /* texts_read has made sure that it is a text */
}

static void read_profile(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct project_reading *in = into;
    (void)id;
    for (const struct node *k = entries_of(r, node_value(entry), entry->text); k; k = next_entry(k->next))
        for (const struct node *e = entries_of(r, node_value(k), k->text); e; e = next_entry(e->next)) {
            struct project_setting s = {k->text, e->text, e->name_at, node_value(e)};
            texts_read(r, s.value, e->text, check_setting_word, NULL);
            vec_push(r->a, &in->p->profile, s);
        }
}

/* ignores: [{path: app/x.json, rule: [guard/no-memory-limit], reason: legacy, until: 2027-01-31}] */

struct ignore_reading {
    const struct project_reading *in;
    struct project_ignore ignore;
};

static void take_ignore_path(struct reading *r, const struct node *word, void *into)
{
    struct ignore_reading *i = into;
    vec_push(r->a, &i->ignore.paths, pattern_of(i->in, word));
}

static void read_ignore_path(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_ignore_path, into);
}

static void take_ignore_rule(struct reading *r, const struct node *word, void *into)
{
    vec_push(r->a, &((struct ignore_reading *)into)->ignore.rules, word_of(word));
}

static void read_ignore_rule(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_ignore_rule, into);
}

static void read_ignore_reason(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct value v;
    (void)id;
    if (scalar_read(r, node_value(entry), SCALAR_TEXT, entry->text, &v))
        ((struct ignore_reading *)into)->ignore.reason = node_value(entry)->text;
}

static void read_ignore_until(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    scalar_read(r, node_value(entry), SCALAR_DATE, entry->text, &((struct ignore_reading *)into)->ignore.until);
}

static void read_ignore(struct reading *r, struct project_reading *in, const struct node *item)
{
    static const struct key_row keys[] = {
        {STR_INIT("path"), read_ignore_path, 0},
        {STR_INIT("rule"), read_ignore_rule, 0},
        {STR_INIT("reason"), read_ignore_reason, 0},
        {STR_INIT("until"), read_ignore_until, 0},
    };
    struct ignore_reading i = {in, {.at = item->at}};
    uint32_t before = r->faults->findings.n;
    keys_read(r, item, "an ignore", keys, sizeof(keys) / sizeof(keys[0]), &i);
    if (r->faults->findings.n > before)
        return;
    if (i.ignore.paths.n == 0 || i.ignore.rules.n == 0)
        document_fault(r, item->at, "an ignore without %s", i.ignore.paths.n == 0 ? "a path" : "a rule");
    else
        vec_push(r->a, &in->p->ignores, i.ignore);
}

static void read_ignores(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    for (const struct node *item = list_items(r, node_value(entry), entry->text); item; item = next_item(item->next))
        read_ignore(r, into, item);
}

/* facts: [facts/web.yaml, local, {ansible: .ansible/facts}] */

static void take_fact_place(struct reading *r, struct project_reading *in, const struct node *word)
{
    struct value v;
    struct str inside;
    if (!scalar_read(r, word, SCALAR_TEXT, STR("facts"), &v))
        return;
    if (str_eq(word->text, STR("local")) || project_inside(r, in, word, &inside))
        vec_push(r->a, &in->p->fact_places, pattern_of(in, word));
}

static void read_foreign_place(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    take_fact_place(r, into, node_value(entry));
}

static void read_facts(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct key_row keys[] = {
        {STR_INIT("ansible"), read_foreign_place, 0},
        {STR_INIT("facter"), read_foreign_place, 0},
    };
    (void)id;
    for (const struct node *item = list_items(r, node_value(entry), entry->text); item; item = next_item(item->next)) {
        if (item->kind == NODE_MAP)
            keys_read(r, item, "facts", keys, 2, into);
        else
            take_fact_place(r, into, item);
    }
}

/* Keys that facts files have too. */
static void read_facts_key(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct project_reading *in = into;
    struct facts_reading to = {&in->p->facts, FACTS_PROJECT, in->dir, in->source};
    (void)id;
    facts_read_key(r, &to, entry);
}

static void read_apps(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    project_apps_read(r, into, entry);
}

/* What project.c has dealt with before. */
static void pass_over(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)r, (void)entry, (void)id, (void)into;
}

/* The keys of loadline.yaml, as CLI.md lists them. */
/* clang-format off */
static const struct key_row keys[] = {
    {STR_INIT("require"),       pass_over,          0},
    {STR_INIT("extends"),       pass_over,          0},
    {STR_INIT("targets"),       read_targets,       0},
    {STR_INIT("facts"),         read_facts,         0},
    {STR_INIT("paths"),         read_paths,         0},
    {STR_INIT("exclude"),       read_exclude,       0},
    {STR_INIT("fail-on"),       read_fail_on,       0},
    {STR_INIT("baseline"),      read_baseline,      0},
    {STR_INIT("rules"),         read_rules,         0},
    {STR_INIT("packs"),         read_packs,         0},
    {STR_INIT("require-rules"), read_require_rules, 0},
    {STR_INIT("ignores"),       read_ignores,       0},
    {STR_INIT("templates"),     read_templates,     0},
    {STR_INIT("modules"),       read_modules,       0},
    {STR_INIT("env"),           read_env,           0},
    {STR_INIT("apps"),          read_apps,          0},
    {STR_INIT("profile"),       read_profile,       0},
#define X(key) {STR_INIT(#key), read_facts_key,     0},
    FACTS_KEYS(X)
#undef X
};
/* clang-format on */

void project_keys_read(struct reading *r, const struct project_reading *into, const struct node *top)
{
    struct project_reading in = *into;
    keys_read(r, top, "loadline.yaml", keys, sizeof(keys) / sizeof(keys[0]), &in);
}
