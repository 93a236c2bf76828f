#include "ruleset/embed_print.h"

/* One byte within a string literal. Octal escapes have three digits at most, so a digit may follow; '?' could start a trigraph. */
static void print_byte(struct buf *b, char c)
{
    if (c == '\n')
        buf_put(b, STR("\\n"));
    else if (c == '"' || c == '\\' || c == '?')
        buf_printf(b, "\\%c", c);
    else if ((unsigned char)c < 0x20 || (unsigned char)c >= 0x7f)
        buf_printf(b, "\\%03o", (unsigned)(unsigned char)c);
    else
        buf_putc(b, c);
}

/* A line of text, a line of source. */
static void print_literal(struct buf *b, struct str s)
{
    buf_putc(b, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        print_byte(b, s.p[i]);
        if (s.p[i] == '\n' && i + 1 < s.n)
            buf_put(b, STR("\"\n        \""));
    }
    buf_putc(b, '"');
}

void embed_print_str(struct buf *b, struct str s)
{
    buf_putc(b, '{');
    print_literal(b, s);
    buf_printf(b, ", %u}", s.n);
}

/* ---- fields; empty ones are left to zero ---- */

static void print_field(struct buf *b, const char *name, struct str s)
{
    if (s.n == 0)
        return;
    buf_printf(b, ".%s = ", name);
    embed_print_str(b, s);
    buf_put(b, STR(",\n    "));
}

static void print_text(struct buf *b, const char *name, const struct rule_text *t)
{
    if (t->text.n == 0)
        return;
    buf_printf(b, ".%s = {.text = ", name);
    embed_print_str(b, t->text);
    buf_put(b, STR("},\n    "));
}

static void print_strs(struct buf *b, const char *name, const struct str *p, uint32_t n)
{
    if (n == 0)
        return;
    buf_printf(b, ".%s = (const struct str[]){", name);
    for (uint32_t i = 0; i < n; i++) {
        embed_print_str(b, p[i]);
        buf_put(b, STR(", "));
    }
    buf_printf(b, "}, .n_%s = %u,\n    ", name, n);
}

/* An array of structs, each printed by one function. */
typedef void print_item_fn(struct buf *b, const void *item);

static void print_array(struct buf *b, const char *name, const char *type, const void *p, uint32_t n, size_t size,
                        print_item_fn *print)
{
    if (n == 0)
        return;
    buf_printf(b, "\n    .%s = (const struct %s[]){\n", name, type);
    for (uint32_t i = 0; i < n; i++) {
        buf_put(b, STR("    {"));
        print(b, (const char *)p + i * size);
        buf_put(b, STR("},\n"));
    }
    buf_printf(b, "    }, .n_%s = %u,\n    ", name, n);
}

/* ---- parts ---- */

static void print_value(struct buf *b, const void *item)
{
    const struct value *v = item;
    struct str s = {v->as.s, v->n};
    if (v->type == VALUE_BOOL)
        buf_printf(b, ".type = VALUE_BOOL, .as.b = %s", v->as.b ? "true" : "false");
    else if (v->type == VALUE_INT)
        buf_printf(b, ".type = VALUE_INT, .as.u = UINT64_C(%llu)", (unsigned long long)v->as.u);
    else if (v->type == VALUE_DOUBLE) /* its bits: infinity has no literal */
        buf_printf(b, ".type = VALUE_DOUBLE, .as.u = UINT64_C(%llu)", (unsigned long long)v->as.u);
    else
        buf_printf(b, ".type = VALUE_STRING, .n = %u, .as.s = ", v->n);
    if (v->type == VALUE_STRING)
        print_literal(b, s);
}

static void print_param(struct buf *b, const void *item)
{
    const struct rule_param *p = item;
    print_field(b, "name", p->name);
    print_field(b, "type", p->type);
    print_field(b, "default_text", p->default_text);
    print_array(b, "default_items", "value", p->default_items, p->n_default_items, sizeof(struct value), print_value);
}

static void print_variable(struct buf *b, const void *item)
{
    const struct rule_variable *v = item;
    print_field(b, "name", v->name);
    print_text(b, "expression", &v->expression);
}

static void print_related(struct buf *b, const void *item)
{
    const struct rule_related *r = item;
    print_text(b, "at", &r->at);
    print_text(b, "label", &r->label);
}

static void print_note(struct buf *b, const void *item)
{
    const struct rule_text *t = item;
    print_field(b, "text", t->text);
}

static void print_option(struct buf *b, const void *item)
{
    const struct rule_option *o = item;
    print_field(b, "name", o->name);
    print_field(b, "text", o->text);
}

static void print_test_file(struct buf *b, const void *item)
{
    const struct rule_test_file *f = item;
    print_field(b, "path", f->path);
    print_field(b, "kind", f->kind);
    print_field(b, "config", f->config);
}

static void print_test(struct buf *b, const void *item)
{
    const struct rule_test *t = item;
    print_field(b, "name", t->name);
    print_field(b, "kind", t->kind);
    print_field(b, "target", t->target);
    print_field(b, "config", t->config);
    print_array(b, "files", "rule_test_file", t->files, t->n_files, sizeof(struct rule_test_file), print_test_file);
    print_text(b, "host", &t->host);
    print_text(b, "hosts", &t->hosts);
    print_text(b, "facts", &t->facts);
    print_strs(b, "expect", t->expect, t->n_expect);
    buf_printf(b, ".expect_not_run = %s", t->expect_not_run ? "true" : "false");
}

static void print_fix(struct buf *b, const struct rule_fix *fix)
{
    if (fix->applicability.n == 0)
        return;
    buf_put(b, STR(".fix = {"));
    print_text(b, "replace", &fix->replace);
    print_text(b, "set", &fix->set);
    print_text(b, "with", &fix->with);
    print_field(b, "applicability", fix->applicability);
    buf_put(b, STR("},\n    "));
}

static void print_docs(struct buf *b, const struct rule_docs *d)
{
    buf_put(b, STR(".docs = {"));
    print_field(b, "what", d->what);
    print_field(b, "why", d->why);
    print_field(b, "example", d->example);
    print_array(b, "options", "rule_option", d->options, d->n_options, sizeof(struct rule_option), print_option);
    print_strs(b, "sources", d->sources, d->n_sources);
    buf_put(b, STR("},\n    "));
}

/* ---- a rule ---- */

static void print_info(struct buf *b, const struct rule_info *info)
{
    static const char *const severities[] = {"SEV_NOTE", "SEV_WARNING", "SEV_ERROR"};
    static const char *const precisions[] = {"PRECISION_LOW", "PRECISION_MEDIUM", "PRECISION_HIGH",
                                             "PRECISION_VERY_HIGH"};
    static const char *const statuses[] = {"RULE_STABLE", "RULE_PREVIEW", "RULE_DEPRECATED", "RULE_REMOVED"};
    buf_put(b, STR(".info = {"));
    print_field(b, "id", info->id);
    print_field(b, "title", info->title);
    buf_printf(b, ".severity = %s, .precision = %s,\n    ", severities[info->severity], precisions[info->precision]);
    buf_printf(b, ".status = %s, .ignorable = %s,\n    ", statuses[info->status], info->ignorable ? "true" : "false");
    print_field(b, "since", info->since);
    print_strs(b, "tags", info->tags, info->n_tags);
    print_field(b, "what", info->what);
    print_field(b, "why", info->why);
    print_field(b, "url", info->url);
    buf_put(b, STR("},\n    "));
}

static void print_rule(struct buf *b, const struct rule *r, uint32_t index)
{
    buf_printf(b, "static const struct rule rule_%u = {\n    ", index);
    print_info(b, &r->info);
    print_strs(b, "aliases", r->aliases, r->n_aliases);
    print_field(b, "select", r->select);
    print_text(b, "when", &r->when);
    print_text(b, "assertion", &r->assertion);
    print_field(b, "check", r->check);
    print_text(b, "at", &r->at);
    print_text(b, "label", &r->label);
    print_text(b, "message", &r->message);
    print_text(b, "help", &r->help);
    print_field(b, "fires_in", r->fires_in);
    print_array(b, "params", "rule_param", r->params, r->n_params, sizeof(struct rule_param), print_param);
    print_array(b, "variables", "rule_variable", r->variables, r->n_variables, sizeof(struct rule_variable),
                print_variable);
    print_array(b, "related", "rule_related", r->related, r->n_related, sizeof(struct rule_related), print_related);
    print_array(b, "notes", "rule_text", r->notes, r->n_notes, sizeof(struct rule_text), print_note);
    print_fix(b, &r->fix);
    print_docs(b, &r->docs);
    print_array(b, "tests", "rule_test", r->tests, r->n_tests, sizeof(struct rule_test), print_test);
    buf_put(b, STR("\n};\n\n"));
}

void embed_print(struct buf *b, const struct rule *const *rules, uint32_t n)
{
    buf_put(b, STR("/* Made from rules/ by lib/ruleset/embed.c. */\n#include \"ruleset/rule.h\"\n\n"
                   "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"));
    for (uint32_t i = 0; i < n; i++)
        print_rule(b, rules[i], i);
    buf_put(b, STR("const struct rule *const rules_builtin[] = {\n"));
    for (uint32_t i = 0; i < n; i++)
        buf_printf(b, "    &rule_%u,\n", i);
    buf_printf(b, "    NULL,\n};\nconst uint32_t rules_builtin_count = %u;\n", n);
}
