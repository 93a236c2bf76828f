/* variables, related, notes, fix and docs. */
#include "ruleset/load_parts.h"

#include "base/map.h"

static bool is_identifier(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_alpha(s.p[i]) && s.p[i] != '_' && !(i > 0 && ch_is_digit(s.p[i])))
            return false;
    return s.n > 0;
}

/* The specification keeps these from being selected: langdef.md, KEYWORD. */
static bool is_kept_word(struct str s)
{
    return str_eq(s, STR("true")) || str_eq(s, STR("false")) || str_eq(s, STR("null")) || str_eq(s, STR("in"));
}

bool load_identifier(struct load *l, struct str name, struct span at, const char *what)
{
    if (is_identifier(name) && !is_kept_word(name))
        return true;
    struct finding *f = load_fault(l, at, "\"%s\" cannot name %s", load_quote(l, name), what);
    diag_help(l->sink, f, "expressions read it by its name: letters, digits and _, and none of true, false, null, in");
    return false;
}

/* ---- variables ---- */

static const struct load_key variable_keys[] = {
    {STR_INIT("name"), load_placed_field, 0, true},
    {STR_INIT("expression"), load_placed_field, sizeof(struct rule_text), true},
};

static void variable_item(struct load *l, const struct node *value, void *item)
{
    struct rule_text texts[2] = {{{0}, SPAN_NONE, NULL}, {{0}, SPAN_NONE, NULL}};
    load_map(l, value, "a variable", variable_keys, LOAD_COUNT(variable_keys), texts);
    if (texts[0].text.n)
        load_identifier(l, texts[0].text, texts[0].at, "a variable");
    *(struct rule_variable *)item = (struct rule_variable){texts[0].text, texts[0].at, texts[1]};
}

void load_variables(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    struct map names = {.a = l->a};
    (void)key;
    struct rule_variable *v = load_list(l, value, sizeof(*v), variable_item, &rule->n_variables);
    rule->variables = v;
    for (uint32_t i = 0; i < rule->n_variables; i++) {
        bool fresh = true;
        if (v[i].name.n)
            map_put(&names, v[i].name, NULL, &fresh);
        if (!fresh)
            load_fault(l, v[i].at, "a second variable \"%s\"", load_quote(l, v[i].name));
    }
}

/* ---- related, notes ---- */

static const struct load_key related_keys[] = {
    {STR_INIT("at"), load_placed_field, offsetof(struct rule_related, at), true},
    {STR_INIT("label"), load_placed_field, offsetof(struct rule_related, label), true},
};

static void related_item(struct load *l, const struct node *value, void *item)
{
    load_map(l, value, "a related place", related_keys, LOAD_COUNT(related_keys), item);
}

void load_related(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    (void)key;
    rule->related = load_list(l, value, sizeof(struct rule_related), related_item, &rule->n_related);
}

void load_notes(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    (void)key;
    rule->notes = load_list(l, value, sizeof(struct rule_text), load_placed_item, &rule->n_notes);
}

/* ---- fix ---- */

static void applicability_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    static const struct str words[] = {STR_INIT("safe"), STR_INIT("unsafe"), STR_INIT("display")};
    uint32_t i;
    if (load_word(l, value, words, LOAD_COUNT(words), &i))
        *(struct str *)load_field(into, key) = words[i];
}

static const struct load_key fix_keys[] = {
    {STR_INIT("replace"), load_placed_field, offsetof(struct rule_fix, replace), false},
    {STR_INIT("set"), load_placed_field, offsetof(struct rule_fix, set), false},
    {STR_INIT("with"), load_placed_field, offsetof(struct rule_fix, with), false},
    {STR_INIT("applicability"), applicability_field, offsetof(struct rule_fix, applicability), true},
};

void load_fix(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    (void)key;
    rule->fix.at = value->at;
    load_map(l, value, "a fix", fix_keys, LOAD_COUNT(fix_keys), &rule->fix);
}

/* ---- docs ---- */

static void option_item(struct load *l, const struct node *entry, void *item)
{
    struct rule_option *o = item;
    const struct node *value = node_value(entry);
    o->name = entry->text;
    o->at = entry->name_at;
    if (value)
        load_text(l, value, &o->text);
}

static void options_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_docs *docs = into;
    (void)key;
    docs->options = load_entries(l, value, sizeof(struct rule_option), option_item, &docs->n_options);
}

static void sources_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_docs *docs = into;
    (void)key;
    docs->sources = load_list(l, value, sizeof(struct str), load_line_item, &docs->n_sources);
}

static const struct load_key docs_keys[] = {
    {STR_INIT("what"), load_text_field, offsetof(struct rule_docs, what), true},
    {STR_INIT("why"), load_text_field, offsetof(struct rule_docs, why), true},
    {STR_INIT("example"), load_text_field, offsetof(struct rule_docs, example), false},
    {STR_INIT("options"), options_field, 0, false},
    {STR_INIT("sources"), sources_field, 0, false},
};

void load_docs(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    (void)key;
    load_map(l, value, "docs", docs_keys, LOAD_COUNT(docs_keys), &rule->docs);
    rule->info.what = rule->docs.what;
    rule->info.why = rule->docs.why;
}
