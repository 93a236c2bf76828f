/* loadline rules: what is judged. */
#include "rules.h"
#include "commands.h"
#include "known_rules.h"
#include "options.h"
#include "rules_try.h"

#include "base/utf8.h"
#include "diag/closest.h"
#include "diag/escape.h"
#include "report/json_out.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPT_FORMAT = 1, OPT_PACK, OPT_RULES, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_FORMAT, 'F', "format", "FMT",  "text json", "text (default) or json"},
    {OPT_PACK,   0,   "pack",   "PACK", OPTION_PACKS,       "only the rules of this pack"},
    {OPT_RULES,  0,   "rules",  "DIR",  "DIR",       "rule packs of your own; repeatable"},
    {OPT_HELP,   'h', "help",   NULL,   NULL,        "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table rules_list_table = {table, N_OPTIONS};

struct rules_options {
    struct arena *a;
    VEC(struct str) dirs;
    struct str pack;
    bool json, help;
};

/* ---- lists ---- */

static bool is_in_pack(const struct rule *rule, struct str pack)
{
    return pack.n == 0 || str_eq(rule_pack(rule->info.id), pack);
}

bool rules_have_pack(const struct rule *const *rules, uint32_t n, struct str pack, struct str *ret_nearest)
{
    struct closest c = closest_start(pack);
    for (uint32_t i = 0; i < n; i++) {
        if (is_in_pack(rules[i], pack))
            return true;
        closest_offer(&c, rule_pack(rules[i]->info.id), 0);
    }
    *ret_nearest = c.best;
    return false;
}

static void put_padded(struct report_out *o, struct str s, uint32_t width)
{
    out_put(o, s);
    out_pad(o, ' ', width + 2 - s.n);
}

struct widths {
    uint32_t id, severity, status;
};

static uint32_t wider(uint32_t width, struct str s)
{
    return s.n > width ? s.n : width;
}

static struct widths widths_of(const struct rule *const *rules, uint32_t n, struct str pack)
{
    struct widths w = {0};
    for (uint32_t i = 0; i < n; i++) {
        const struct rule_info *info = &rules[i]->info;
        if (!is_in_pack(rules[i], pack))
            continue;
        w.id = wider(w.id, info->id);
        w.severity = wider(w.severity, severity_name(info->severity));
        w.status = wider(w.status, rule_status_name(info->status));
    }
    return w;
}

void rules_list_text(struct report_out *o, const struct rule *const *rules, uint32_t n, struct str pack)
{
    struct widths w = widths_of(rules, n, pack);
    for (uint32_t i = 0; i < n; i++) {
        const struct rule_info *info = &rules[i]->info;
        if (!is_in_pack(rules[i], pack))
            continue;
        put_padded(o, info->id, w.id);
        put_padded(o, severity_name(info->severity), w.severity);
        put_padded(o, rule_status_name(info->status), w.status);
        out_escaped(o, info->title);
        out_putc(o, '\n');
    }
}

static json_t *row(struct report_out *o, const struct rule *rule)
{
    const struct rule_info *info = &rule->info;
    json_t *object = json_object(), *tags = json_array();
    for (uint32_t i = 0; i < info->n_tags; i++)
        js_push(o, tags, js_text(o, info->tags[i]));
    js_put(o, object, "id", js_text(o, info->id));
    js_put(o, object, "pack", js_text(o, rule_pack(info->id)));
    js_put(o, object, "severity", js_text(o, severity_name(info->severity)));
    js_put(o, object, "precision", js_text(o, precision_name(info->precision)));
    js_put(o, object, "status", js_text(o, rule_status_name(info->status)));
    js_put(o, object, "since", js_text_or_null(o, info->since));
    js_put(o, object, "title", js_text(o, info->title));
    js_put(o, object, "tags", tags);
    js_put(o, object, "select", js_text(o, rule->select));
    js_put(o, object, "ignorable", json_boolean(info->ignorable));
    return object;
}

void rules_list_json(struct report_out *o, const struct rule *const *rules, uint32_t n, struct str pack)
{
    const char *before = "[\n";
    for (uint32_t i = 0; i < n; i++) {
        if (!is_in_pack(rules[i], pack))
            continue;
        out_printf(o, "%s", before);
        js_write(o, row(o, rules[i]));
        before = ",\n";
    }
    out_put(o, before[0] == '[' ? STR("[]\n") : STR("\n]\n"));
}

/* ---- the command ---- */

static void print_help(FILE *to)
{
    fputs("usage: loadline rules list [--format text|json] [--pack PACK] [--rules DIR]\n"
          "       loadline rules test [--format text|tap] [--rule RULE] [DIR]\n"
          "       loadline rules new [--rules DIR] PACK/NAME\n\n"
          "list: the rules with id, severity, status, title; `loadline explain RULE` says\n"
          "more about one. test: rules against their own examples. new: the skeleton of a\n"
          "rule. Options of list:\n\n",
          to);
}

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline rules: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* Empty when the option is as it should be. */
static struct str take_option(struct arena *a, struct rules_options *o, int id, struct str value)
{
    if (id == OPTION_ERROR)
        return value;
    if (id == OPTION_POSITIONAL)
        return str_printf(a, "list takes no words, not `%s`", diag_quote(a, value).p);
    if (id == OPT_HELP)
        o->help = true;
    if (id == OPT_RULES)
        vec_push(a, &o->dirs, value);
    if (id == OPT_PACK)
        o->pack = value;
    if (id != OPT_FORMAT)
        return (struct str){0};
    o->json = str_eq(value, STR("json"));
    if (!o->json && !str_eq(value, STR("text")))
        return str_printf(a, "`--format` takes text or json, not `%s`", diag_quote(a, value).p);
    return (struct str){0};
}

static int unknown_pack(struct arena *a, struct str pack, struct str nearest)
{
    const char *hint = nearest.n ? str_printf(a, "; the nearest is `%.*s`", STR_ARG(nearest)).p : "";
    return usage_fault(str_printf(a, "no pack is called `%s`%s", diag_quote(a, pack).p, hint));
}

static int list(void *ctx, const struct rule_list *rules)
{
    const struct rules_options *o = ctx;
    struct report_out out;
    struct str nearest;
    if (!rules_have_pack(rules->rules, rules->n, o->pack, &nearest))
        return unknown_pack(o->a, o->pack, nearest);
    out_open(&out, STDOUT_FILENO, (struct report_options){0});
    (o->json ? rules_list_json : rules_list_text)(&out, rules->rules, rules->n, o->pack);
    int error = out_close(&out);
    if (error == 0)
        return EXIT_CLEAN;
    fprintf(stderr, "loadline rules: standard output cannot be written: %s\n", strerror(error));
    return EXIT_INTERNAL;
}

static int run_list(struct arena *a, int argc, char **argv)
{
    struct rules_options o = {.a = a};
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = a};
    for (int id; (id = option_next(&p)) != OPTION_END;) {
        struct str fault = take_option(a, &o, id, p.value);
        if (fault.n > 0)
            return usage_fault(fault);
    }
    if (!o.help)
        return known_rules(o.dirs.p, o.dirs.n, list, &o);
    print_help(stdout);
    options_print(&rules_list_table);
    return EXIT_CLEAN;
}

static int run(struct arena *a, int argc, char **argv)
{
    struct str word = argc > 1 ? str_from(argv[1]) : (struct str){0};
    if (str_eq(word, STR("list")))
        return run_list(a, argc - 1, argv + 1);
    if (str_eq(word, STR("test")))
        return rules_test_command(a, argc - 1, argv + 1);
    if (str_eq(word, STR("new")))
        return rules_new_command(a, argc - 1, argv + 1);
    if (str_eq(word, STR("--help")) || str_eq(word, STR("-h")))
        return run_list(a, argc, argv);
    if (word.n == 0)
        return usage_fault(STR("what to do? `loadline rules list` lists the rules"));
    return usage_fault(str_printf(a, "no subcommand `%s`; there are `list`, `test` and `new`", diag_quote(a, word).p));
}

int cmd_rules(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, NULL);
    int status = run(&a, argc, argv);
    arena_free(&a);
    return status;
}
