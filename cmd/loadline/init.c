/* loadline init: a loadline.yaml of what is there, or the git hook. */
#include "init.h"

#include "commands.h"
#include "options.h"
#include "output_file.h"

#include "base/limits.h"
#include "base/path.h"
#include "diag/escape.h"
#include "engine/project.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPT_HOOK = 1, OPT_FORCE, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_HOOK,  0,   "hook",  NULL, NULL, "write a git hook in place of loadline.yaml"},
    {OPT_FORCE, 0,   "force", NULL, NULL, "write over what is there"},
    {OPT_HELP,  'h', "help",  NULL, NULL, "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]), SHOWN_CONFIGS = 4 /* of one kind */ };

const struct option_table init_table = {table, N_OPTIONS};

struct init_options {
    struct str dir; /* empty: where we are */
    bool hook, force, help;
};

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline init: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* ---- what is said ---- */

static void say_kind(const struct survey *s, const struct kind *kind)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->configs.n; i++) {
        if (s->configs.p[i].kind != kind)
            continue;
        if (++n > SHOWN_CONFIGS)
            continue;
        printf(n == 1 ? "  %-15s %s" : "%s%s", n == 1 ? kind->name.p : ", ", diag_escape(s->a, s->configs.p[i].path).p);
    }
    if (n > SHOWN_CONFIGS)
        printf(" and %u more", n - SHOWN_CONFIGS);
    fputs(n > 0 ? "\n" : "", stdout);
}

static void say_configs(const struct survey *s)
{
    if (s->configs.n == 0)
        puts("found no config of a known kind");
    else
        printf("found %u %s:\n", s->configs.n, s->configs.n == 1 ? "config" : "configs");
    for (uint32_t k = 0; k < kinds_count; k++)
        say_kind(s, kinds_all[k]);
    if (s->n_parts > 0)
        printf("  and %u %s of configs\n", s->n_parts, s->n_parts == 1 ? "part" : "parts");
}

static void say_facts(const struct survey *s)
{
    for (uint32_t i = 0; i < s->facts.n; i++) {
        const struct survey_facts *f = &s->facts.p[i];
        printf("facts: %s (%u %s)%s\n", diag_escape(s->a, f->path).p, f->n_hosts, f->n_hosts == 1 ? "host" : "hosts",
               f->used ? "" : ": not taken, its hosts list configs that are not here");
    }
    for (uint32_t i = 0; i < s->paths.n; i++) {
        const struct survey_path *p = &s->paths.p[i];
        const char *from = diag_escape(s->a, p->from).p, *to = diag_escape(s->a, p->to).p;
        if (p->sure)
            printf("paths: %s is %s here\n", from, to);
        else
            printf("paths: %s is included from%s\n", from,
                   p->to.n ? ", and several directories would do: see `paths:`" : " and not found: see `paths:`");
    }
}

static bool has_hosts(const struct survey *s)
{
    for (uint32_t i = 0; i < s->facts.n; i++)
        if (s->facts.p[i].used && s->facts.p[i].n_hosts > 0)
            return true;
    return false;
}

static void say_next(const struct survey *s)
{
    fputs("wrote loadline.yaml\n\nnext:\n", stdout);
    if (!has_hosts(s))
        puts("  loadline facts > $(hostname).yaml     # on each host; take the files along, and name them in `facts:`");
    puts(
        "  loadline check                        # judge what was found\n"
        "  loadline check --write-baseline       # accept what is old, once `baseline:` in loadline.yaml names a file\n"
        "  loadline init --hook                  # judge what is staged before each commit");
}

/* ---- the command ---- */

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* One further up holds here until now. */
static void warn_of_outer(struct arena *a, struct str cwd)
{
    struct str path, root;
    if (project_find(a, cwd, &path, &root) && !str_eq(path_dir(path), cwd))
        fprintf(stderr,
                "loadline init: %s holds here until now; the new file stands in its place, `extends:` takes it along\n",
                diag_escape(a, path).p);
}

static int init_project(struct arena *a, struct str cwd, bool force)
{
    struct survey s = {.a = a};
    struct str error;
    if (!force && is_there("loadline.yaml"))
        return usage_fault(STR("loadline.yaml is there already; --force writes a new one over it"));
    warn_of_outer(a, cwd);
    if (!survey_make(&s, cwd, &error))
        return usage_fault(str_printf(a, "cannot search: %.*s", STR_ARG(error)));
    struct str text = init_text(&s);
    if (!output_write_text(STR("loadline.yaml"), text))
        return EXIT_INTERNAL;
    say_configs(&s);
    say_facts(&s);
    say_next(&s);
    return EXIT_CLEAN;
}

static int init_in(struct arena *a, const struct init_options *o)
{
    char cwd[LIMIT_PATH_BYTES];
    if (o->dir.n > 0 && chdir(str_dup(a, o->dir).p) != 0)
        return usage_fault(str_printf(a, "%s: %s", diag_quote(a, o->dir).p, strerror(errno)));
    if (!getcwd(cwd, sizeof(cwd)))
        return usage_fault(STR("cannot tell the working directory"));
    return o->hook ? init_hook(a, o->force) : init_project(a, str_from(cwd), o->force);
}

/* Empty when the option is as it should be. */
static struct str take_option(struct arena *a, struct init_options *o, int id, struct str value)
{
    if (id == OPTION_ERROR)
        return value;
    if (id == OPTION_POSITIONAL && o->dir.n > 0)
        return str_printf(a, "takes one directory, not `%s` too", diag_quote(a, value).p);
    if (id == OPTION_POSITIONAL)
        o->dir = value;
    o->hook |= id == OPT_HOOK;
    o->force |= id == OPT_FORCE;
    o->help |= id == OPT_HELP;
    return (struct str){0};
}

static void print_help(void)
{
    puts("usage: loadline init [--hook] [--force] [DIR]\n\n"
         "Writes a loadline.yaml of what is found below the directory: what is sure is\n"
         "set, the rest stands there as comments. With --hook: a git hook that judges\n"
         "what is staged before each commit.\n");
    options_print(&init_table);
}

static int run(struct arena *a, int argc, char **argv)
{
    struct init_options o = {0};
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = a};
    for (int id; (id = option_next(&p)) != OPTION_END;) {
        struct str fault = take_option(a, &o, id, p.value);
        if (fault.n > 0)
            return usage_fault(fault);
    }
    if (!o.help)
        return init_in(a, &o);
    print_help();
    return EXIT_CLEAN;
}

int cmd_init(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, NULL);
    int status = run(&a, argc, argv);
    arena_free(&a);
    return status;
}
