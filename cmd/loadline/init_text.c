#include "init.h"

#include "base/utf8.h"
#include "diag/escape.h"
#include "formats/yaml_write.h"

enum { LISTED_CONFIGS = 8 }; /* as an example */

/* YAML is UTF-8: a path that is not can't be written. */
static bool is_writable(struct str path)
{
    return utf8_first_invalid(path) == path.n;
}

/* ---- parts ---- */

static void put_targets(struct buf *b, const struct survey *s)
{
    buf_put(
        b,
        STR("# The releases judged for. Without one, a directive is legal when any release that loadline knows has it, and a default\n"
            "# that differs between them is judged by its worst case.\n"
            "# targets:\n"));
    for (uint32_t k = 0; k < kinds_count; k++) {
        bool found = s->configs.n == 0 && str_eq(kinds_all[k]->name, STR("nginx"));
        for (uint32_t i = 0; i < s->configs.n; i++)
            found |= s->configs.p[i].kind == kinds_all[k];
        if (!found)
            continue;
        version_number newest = kinds_all[k]->newest | 0xff, oldest = kinds_all[k]->oldest | 0xff;
        buf_printf(b, "#   %.*s: \"%s\"    # of %s to %s\n", STR_ARG(kinds_all[k]->name), version_show(b->a, newest).p,
                   version_show(b->a, oldest).p, version_show(b->a, newest).p);
    }
    buf_putc(b, '\n');
}

static void put_facts_left(struct buf *b, const struct survey *s)
{
    for (uint32_t i = 0; i < s->facts.n; i++)
        if (!s->facts.p[i].used)
            buf_printf(b, "# Not taken: %s, whose hosts list configs that are not here.\n",
                       diag_escape(b->a, s->facts.p[i].path).p);
}

static void put_facts(struct buf *b, const struct survey *s)
{
    uint32_t n = 0;
    buf_put(
        b,
        STR("# What hosts have: files, directories and globs. `loadline facts` prints that of the machine it runs on.\n"));
    put_facts_left(b, s);
    for (uint32_t i = 0; i < s->facts.n; i++) {
        if (!s->facts.p[i].used || !is_writable(s->facts.p[i].path))
            continue;
        buf_put(b, n++ ? STR("") : STR("facts:\n"));
        buf_put(b, STR("  - "));
        yaml_put_word(b, s->facts.p[i].path);
        buf_putc(b, '\n');
    }
    buf_put(b, n ? STR("\n") : STR("# facts: [facts/*.yaml]\n\n"));
}

/* A host of the facts taken; empty: there is none. */
static struct str example_host(const struct survey *s)
{
    for (uint32_t i = 0; i < s->facts.n; i++)
        if (s->facts.p[i].used && s->facts.p[i].host.n > 0)
            return s->facts.p[i].host;
    return (struct str){0};
}

static void put_hosts(struct buf *b, const struct survey *s)
{
    struct str host = example_host(s);
    bool has_facts = host.n > 0 || s->has_configs_in_facts;
    buf_put(
        b,
        STR("# Hosts and the configs that each runs; what stands here goes over the facts files. Rules about capacity are judged for\n"
            "# these hosts, and are told as not run without them.\n"
            "# hosts:\n#   "));
    yaml_put_word(b, host.n > 0 ? host : STR("web-1"));
    buf_put(b, has_facts ? STR(":\n") : STR(":\n#     cpus: 4\n#     memory: 8GiB\n"));
    buf_put(b, STR("#     configs:\n"));
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->configs.n && n < LISTED_CONFIGS; i++) {
        if (!is_writable(s->configs.p[i].path))
            continue;
        buf_put(b, STR("#       - "));
        yaml_put_word(b, s->configs.p[i].path);
        buf_putc(b, '\n');
        n++;
    }
    buf_put(b, n ? STR("\n") : STR("#       - nginx/nginx.conf\n\n"));
}

static void put_path(struct buf *b, const struct survey_path *p)
{
    buf_put(b, p->sure ? STR("  ") : STR("#   "));
    yaml_put_word(b, p->from);
    buf_put(b, STR(": "));
    yaml_put_word(b, p->to.n ? p->to : STR("conf"));
    buf_put(b, p->sure ? STR("\n") : p->to.n ? STR("    # one of several\n") : STR("    # not found here\n"));
}

static void put_paths(struct buf *b, const struct survey *s)
{
    uint32_t n_sure = 0, n = 0;
    buf_put(
        b,
        STR("# Where the files of deployed directories are in this tree, for includes that name them as they are deployed.\n"));
    for (int sure = 1; sure >= 0; sure--)
        for (uint32_t i = 0; i < s->paths.n; i++) {
            const struct survey_path *p = &s->paths.p[i];
            if (p->sure != sure || !is_writable(p->from) || !is_writable(p->to))
                continue;
            if (sure && n_sure++ == 0)
                buf_put(b, STR("paths:\n"));
            if (!sure && n_sure == 0 && n == 0)
                buf_put(b, STR("# paths:\n"));
            put_path(b, p);
            n++;
        }
    buf_put(b, n ? STR("\n") : STR("# paths: {/etc/nginx: nginx}\n\n"));
}

struct str init_text(const struct survey *s)
{
    struct buf b = {.a = s->a};
    buf_put(&b, STR("# How loadline judges what is below this directory; loadline.yaml(5) explains every key.\n\n"
                    "# The releases of loadline that may read this file.\n"
                    "require: \">=" LOADLINE_VERSION "\"\n\n"));
    put_facts(&b, s);
    put_hosts(&b, s);
    put_paths(&b, s);
    put_targets(&b, s);
    buf_put(
        &b,
        STR("# What a search leaves out, in the form of .gitignore.\n"
            "# exclude: [vendor/, old/]\n\n"
            "# From which severity on `loadline check` exits with 1: note, warning, error or never.\n"
            "fail-on: error\n\n"
            "# In an old repository, findings that are accepted as they are: `loadline check --write-baseline` writes the file, and\n"
            "# only what is new stops from then on.\n"
            "# baseline: loadline-baseline.yaml\n\n"
            "# Rules that must have run, or the exit status is 3: for a gate that cannot be passed by lack of a fact.\n"
            "# require-rules: [capacity]\n\n"
            "# A rule may be off, of another severity, have other parameters. `loadline rules list` lists the rules, `loadline explain\n"
            "# RULE` tells the parameters of one.\n"
            "# rules:\n"
            "#   capacity/workers-exceed-cpus: {params: {per_cpu: 1.5}}\n"
            "#   guard/no-restart: off\n"));
    return buf_str(&b);
}
