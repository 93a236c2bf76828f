/* loadline explain: what one rule looks for, why, and how to set it. */
#include "commands.h"
#include "explain.h"
#include "known_rules.h"
#include "options.h"

#include "diag/closest.h"
#include "diag/escape.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPT_FORMAT = 1, OPT_RULES, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_FORMAT, 'F', "format", "FMT", "text markdown json", "text (default), markdown or json"},
    {OPT_RULES,  0,   "rules",  "DIR", "DIR",                "rule packs of your own; repeatable"},
    {OPT_HELP,   'h', "help",   NULL,  NULL,                 "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table explain_table = {table, N_OPTIONS};

typedef void write_fn(struct report_out *o, const struct rule *rule);

static const struct {
    struct str name;
    write_fn *write;
} formats[] = {
    {STR_INIT("text"), explain_text},
    {STR_INIT("markdown"), explain_markdown},
    {STR_INIT("json"), explain_json},
};

struct explain_options {
    write_fn *write;
    struct arena *a;
    VEC(struct str) dirs;
    struct str id;
    bool help;
};

/* ---- finding the rule ---- */

static bool has_alias(const struct rule *rule, struct str id)
{
    for (uint32_t i = 0; i < rule->n_aliases; i++)
        if (str_eq(rule->aliases[i], id))
            return true;
    return false;
}

/* A name without its pack is told by names alone. */
static struct str nearest_id(const struct rule *const *rules, uint32_t n, struct str id)
{
    bool has_pack = str_find_byte(id, '/') < id.n;
    struct closest c = closest_start(id);
    struct str best = {0};
    for (uint32_t i = 0; i < n; i++) {
        struct str known = rules[i]->info.id, before = c.best;
        closest_offer(&c, has_pack ? known : str_slice(known, rule_pack(known).n + 1, known.n), 0);
        if (c.best.p != before.p)
            best = known;
    }
    return best;
}

const struct rule *explain_find(const struct rule *const *rules, uint32_t n, struct str id, struct str *ret_nearest)
{
    const struct rule *rule = rule_find(rules, n, id);
    for (uint32_t i = 0; i < n && !rule; i++)
        if (has_alias(rules[i], id))
            rule = rules[i];
    if (!rule)
        *ret_nearest = nearest_id(rules, n, id);
    return rule;
}

/* ---- the command ---- */

static void print_help(void)
{
    puts("usage: loadline explain [--format text|markdown|json] RULE\n\n"
         "What a rule looks for, why that matters, an example, its options and its\nsources.\n");
    options_print(&explain_table);
}

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline explain: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* Empty when the option is as it should be. */
static struct str take_option(struct arena *a, struct explain_options *o, int id, struct str value)
{
    if (id == OPTION_ERROR)
        return value;
    if (id == OPT_HELP)
        o->help = true;
    if (id == OPT_RULES)
        vec_push(a, &o->dirs, value);
    if (id == OPTION_POSITIONAL && o->id.n > 0)
        return str_printf(a, "takes one rule, not `%s` too", diag_quote(a, value).p);
    if (id == OPTION_POSITIONAL)
        o->id = value;
    if (id != OPT_FORMAT)
        return (struct str){0};
    o->write = NULL;
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (str_eq(formats[i].name, value))
            o->write = formats[i].write;
    return o->write ? (struct str){0}
                    : str_printf(a, "`--format` takes text, markdown or json, not `%s`", diag_quote(a, value).p);
}

static int unknown_rule(struct arena *a, struct str id, struct str nearest)
{
    if (nearest.n)
        return usage_fault(
            str_printf(a, "no rule is called `%s`; the nearest is `%s`", diag_quote(a, id).p, nearest.p));
    return usage_fault(str_printf(a, "no rule is called `%s`; `loadline rules list` lists them", diag_quote(a, id).p));
}

static int explain(void *ctx, const struct rule_list *rules)
{
    const struct explain_options *o = ctx;
    struct report_out out;
    struct str nearest;
    const struct rule *rule = explain_find(rules->rules, rules->n, o->id, &nearest);
    if (!rule)
        return unknown_rule(o->a, o->id, nearest);
    out_open(&out, STDOUT_FILENO, (struct report_options){0});
    o->write(&out, rule);
    int error = out_close(&out);
    if (error == 0)
        return EXIT_CLEAN;
    fprintf(stderr, "loadline explain: standard output cannot be written: %s\n", strerror(error));
    return EXIT_INTERNAL;
}

static int run(struct arena *a, int argc, char **argv)
{
    struct explain_options o = {.write = explain_text, .a = a};
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = a};
    for (int id; (id = option_next(&p)) != OPTION_END;) {
        struct str fault = take_option(a, &o, id, p.value);
        if (fault.n > 0)
            return usage_fault(fault);
    }
    if (!o.help && o.id.n == 0)
        return usage_fault(STR("which rule? `loadline rules list` lists them"));
    if (!o.help)
        return known_rules(o.dirs.p, o.dirs.n, explain, &o);
    print_help();
    return EXIT_CLEAN;
}

int cmd_explain(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, NULL);
    int status = run(&a, argc, argv);
    arena_free(&a);
    return status;
}
