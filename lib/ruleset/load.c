#include "ruleset/load.h"

#include "ruleset/load_parts.h"
#include "formats/yaml.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/path.h"

#include <string.h>

/* ---- single keys ---- */

static void status_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct str words[RULE_REMOVED + 1];
    uint32_t i;
    for (int s = RULE_STABLE; s <= RULE_REMOVED; s++)
        words[s] = rule_status_name((enum rule_status)s);
    if (load_word(l, value, words, LOAD_COUNT(words), &i))
        *(enum rule_status *)load_field(into, key) = (enum rule_status)i;
}

static void severity_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct str words[SEV_ERROR + 1];
    uint32_t i;
    for (int s = SEV_NOTE; s <= SEV_ERROR; s++)
        words[s] = severity_name((enum severity)s);
    if (load_word(l, value, words, LOAD_COUNT(words), &i))
        *(enum severity *)load_field(into, key) = (enum severity)i;
}

static void precision_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct str words[PRECISION_VERY_HIGH + 1];
    uint32_t i;
    for (int p = PRECISION_LOW; p <= PRECISION_VERY_HIGH; p++)
        words[p] = precision_name((enum precision)p);
    if (load_word(l, value, words, LOAD_COUNT(words), &i))
        *(enum precision *)load_field(into, key) = (enum precision)i;
}

static void ignorable_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    static const struct str words[] = {STR_INIT("false"), STR_INIT("true")};
    uint32_t i;
    if (load_word(l, value, words, LOAD_COUNT(words), &i))
        *(bool *)load_field(into, key) = i == 1;
}

static void id_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    rule->id_at = value->at;
    load_line_field(l, value, key, into);
}

static void check_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    rule->check_at = value->at;
    load_line_field(l, value, key, into);
}

static void tags_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_info *info = &((struct rule *)into)->info;
    (void)key;
    info->tags = load_list(l, value, sizeof(struct str), load_line_item, &info->n_tags);
}

static void aliases_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    (void)key;
    rule->aliases = load_list(l, value, sizeof(struct str), load_line_item, &rule->n_aliases);
}

static bool is_word(struct str s, const char *others)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_alpha(s.p[i]) && !ch_is_digit(s.p[i]) && !strchr(others, s.p[i]))
            return false;
    return s.n > 0;
}

/* A scope, or <kind>:<context>, whose names are known further up. */
static void select_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    uint32_t n = 0, i;
    struct str text, context;
    rule->select_at = value->at;
    if (!load_line(l, value, &text))
        return;
    context = text;
    struct str kind = str_cut(&context, ':');
    while (rule_scopes[n].n)
        n++;
    if (is_word(kind, "-") && is_word(context, "-_."))
        *(struct str *)load_field(into, key) = text;
    else if (load_word(l, value, rule_scopes, n, &i))
        *(struct str *)load_field(into, key) = rule_scopes[i];
}

/* ---- the file ---- */

/* clang-format off */
static const struct load_key rule_keys[] = {
    {STR_INIT("id"),        id_field,          offsetof(struct rule, info.id),        true},
    {STR_INIT("title"),     load_line_field,   offsetof(struct rule, info.title),     true},
    {STR_INIT("status"),    status_field,      offsetof(struct rule, info.status),    false},
    {STR_INIT("since"),     load_line_field,   offsetof(struct rule, info.since),     false},
    {STR_INIT("severity"),  severity_field,    offsetof(struct rule, info.severity),  true},
    {STR_INIT("precision"), precision_field,   offsetof(struct rule, info.precision), false},
    {STR_INIT("tags"),      tags_field,        0,                                     false},
    {STR_INIT("aliases"),   aliases_field,     0,                                     false},
    {STR_INIT("ignorable"), ignorable_field,   offsetof(struct rule, info.ignorable), false},
    {STR_INIT("select"),    select_field,      offsetof(struct rule, select),         true},
    {STR_INIT("when"),      load_placed_field, offsetof(struct rule, when),           false},
    {STR_INIT("params"),    load_params,       0,                                     false},
    {STR_INIT("variables"), load_variables,    0,                                     false},
    {STR_INIT("assert"),    load_placed_field, offsetof(struct rule, assertion),      false},
    {STR_INIT("check"),     check_field,       offsetof(struct rule, check),          false},
    {STR_INIT("at"),        load_placed_field, offsetof(struct rule, at),             false},
    {STR_INIT("label"),     load_placed_field, offsetof(struct rule, label),          false},
    {STR_INIT("message"),   load_placed_field, offsetof(struct rule, message),        false},
    {STR_INIT("related"),   load_related,      0,                                     false},
    {STR_INIT("notes"),     load_notes,        0,                                     false},
    {STR_INIT("help"),      load_placed_field, offsetof(struct rule, help),           false},
    {STR_INIT("fix"),       load_fix,          0,                                     false},
    {STR_INIT("docs"),      load_docs,         0,                                     false},
    {STR_INIT("fires_in"),  load_line_field,   offsetof(struct rule, fires_in),       false},
    {STR_INIT("tests"),     load_tests,        0,                                     false},
};
/* clang-format on */

/* The YAML reader's findings become faults of the rule. */
static void take_findings(struct load *l, const struct sink *from)
{
    for (uint32_t i = 0; i < from->findings.n; i++) {
        struct sink *to = load_sink(l);
        from->findings.p[i]->rule = LOAD_FAULT_RULE;
        vec_push(to->a, &to->findings, from->findings.p[i]);
    }
}

/* Keys that are mappings or lists: YAML allows them, and they are no duplicates. */
static void refuse_odd_keys(struct load *l, struct node *root)
{
    for (struct node *n = root; n; n = node_walk(root, n))
        if (n->kind == NODE_ENTRY && (n->flags & NODE_FAULTY))
            load_fault(l, n->name_at, "a key that is no text");
}

/* The mapping that a rule file is; NULL with faults when it is none or was not read to its end. */
static const struct node *read_document(struct load *l, uint32_t source)
{
    struct sink found = {.a = l->sink->a};
    struct span start = {source, 0, 0};
    if (source_get(l->sources, source)->text.n > LIMIT_RULE_BYTES) {
        load_fault(l, start, "a rule file of more than %u bytes", LIMIT_RULE_BYTES);
        return NULL;
    }
    struct node *root = yaml_read_marked(l->a, l->sources, source, NULL, &found);
    const struct node *top = yaml_document(root, 0), *second = top ? yaml_document(root, 1) : NULL;
    take_findings(l, &found);
    if (found.findings.n == 0)
        refuse_odd_keys(l, root);
    if (root->flags & NODE_TAINTED)
        return NULL;
    if (!top || load_is_empty(top))
        load_fault(l, start, "a rule file without a rule");
    else if (second)
        load_fault(l, load_place(second), "a second document in a rule file");
    else
        return top;
    return NULL;
}

/* ---- what holds between keys ---- */

static bool is_lower_name(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(i > 0 && (ch_is_digit(s.p[i]) || s.p[i] == '-')))
            return false;
    return s.n > 0;
}

/* "capacity/workers" for rules/capacity/workers.yaml, told by where the file really is. */
static struct str id_of_file(struct load *l, uint32_t source)
{
    struct str path = source_get(l->sources, source)->file->real, name = path_base(path);
    struct str pack = path_base(path_dir(path)), stem = str_slice(name, 0, name.n - path_ext(name).n);
    return str_printf(l->a, "%.*s/%.*s", STR_ARG(pack), STR_ARG(stem));
}

static void check_id(struct load *l, const struct rule *rule, uint32_t source)
{
    struct str id = rule->info.id, pack = rule_pack(id), file = id_of_file(l, source);
    if (id.n == 0)
        return;
    if (!is_lower_name(pack) || !is_lower_name(str_slice(id, pack.n + 1, id.n))) {
        struct finding *f = load_fault(l, rule->id_at, "\"%s\" is no rule id", load_quote(l, id));
        diag_help(l->sink, f, "an id is PACK/NAME, each of lower-case letters, digits and hyphens");
    } else if (!str_eq(id, file)) {
        struct finding *f =
            load_fault(l, rule->id_at, "id \"%s\" in the file of \"%s\"", load_quote(l, id), load_quote(l, file));
        diag_help(l->sink, f, "a rule's id is its folder and the name of its file");
    }
}

/* What only an `assert` has a use for: a C check says its finding itself. */
static void check_c(struct load *l, const struct node *map)
{
    static const struct str idle[] = {STR_INIT("when"),    STR_INIT("variables"), STR_INIT("assert"),
                                      STR_INIT("at"),      STR_INIT("label"),     STR_INIT("message"),
                                      STR_INIT("related"), STR_INIT("notes"),     STR_INIT("help")};
    for (uint32_t i = 0; i < LOAD_COUNT(idle); i++) {
        const struct node *e = node_find((struct node *)(uintptr_t)map, idle[i]);
        if (e)
            load_fault(l, e->name_at, "\"%.*s\" has no use beside \"check\"", STR_ARG(idle[i]));
    }
}

static void check_judgement(struct load *l, const struct rule *rule, const struct node *map)
{
    struct span head = load_head(map);
    bool has_check = !span_is_none(rule->check_at), has_assert = !span_is_none(rule->assertion.at);
    if (has_check)
        check_c(l, map);
    else if (!has_assert)
        load_fault(l, head, "a rule without \"assert\" or \"check\"");
    if (has_check || !has_assert)
        return;
    if (span_is_none(rule->at.at))
        load_fault(l, head, "a rule with \"assert\" and without \"at\"");
    if (span_is_none(rule->message.at))
        load_fault(l, head, "a rule with \"assert\" and without \"message\"");
}

static void check_fix(struct load *l, const struct rule *rule)
{
    const struct rule_fix *fix = &rule->fix;
    bool replaces = fix->replace.text.n > 0, sets = fix->set.text.n > 0;
    struct span at = replaces ? fix->replace.at : sets ? fix->set.at : fix->with.at;
    if (fix->applicability.n == 0)
        return;
    if (rule->check.n && !span_is_none(at))
        load_fault(l, at, "a fix of a C check, which makes it itself, has only \"applicability\"");
    else if (rule->assertion.text.n && replaces && sets)
        load_fault(l, fix->set.at, "a fix with \"replace\" and \"set\"");
    else if (rule->assertion.text.n && !(replaces || sets))
        load_fault(l, fix->at, "a fix without \"replace\" or \"set\"");
    else if (rule->assertion.text.n && fix->with.text.n == 0)
        load_fault(l, fix->at, "a fix without \"with\"");
}

static void check_options(struct load *l, const struct rule *rule)
{
    struct str *names = arena_array(l->a, struct str, rule->n_params);
    struct map params = {.a = l->a};
    for (uint32_t i = 0; i < rule->n_params; i++)
        map_put(&params, names[i] = rule->params[i].name, NULL, NULL);
    for (uint32_t i = 0; i < rule->docs.n_options; i++) {
        const struct rule_option *o = &rule->docs.options[i];
        if (map_has(&params, o->name))
            continue;
        struct finding *f =
            load_fault(l, o->at, "docs of an option \"%s\" that no parameter has", load_quote(l, o->name));
        load_nearest(l, f, o->name, names, rule->n_params);
    }
}

struct rule *rule_load(struct arena *a, struct source_store *sources, uint32_t source, struct sink *sink)
{
    struct load l = {.a = a, .sources = sources, .sink = sink};
    struct rule *rule = arena_new(a, struct rule);
    const struct node *map = read_document(&l, source);
    rule->info.ignorable = true;
    rule->info.precision = PRECISION_MEDIUM;
    if (!map)
        return NULL;
    load_map(&l, map, "a rule", rule_keys, LOAD_COUNT(rule_keys), rule);
    if (map->kind == NODE_MAP) {
        check_id(&l, rule, source);
        check_judgement(&l, rule, map);
        check_fix(&l, rule);
        check_options(&l, rule);
    }
    return l.n_faults == 0 ? rule : NULL;
}
