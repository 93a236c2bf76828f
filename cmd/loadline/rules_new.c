/* loadline rules new: the skeleton of a rule file. */
#include "commands.h"
#include "options.h"
#include "rules_try.h"

#include "base/buf.h"
#include "base/path.h"
#include "diag/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPT_DIR = 1, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_DIR,  0,   "rules", "DIR", "DIR", "where packs are (default rules): the file is DIR/PACK/NAME.yaml"},
    {OPT_HELP, 'h', "help",  NULL,  NULL,  "this text"},
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table rules_new_table = {table, N_OPTIONS};

/* It passes its own tests as it stands, so that every change to it can be tried at once. */
static const char skeleton[] =
    "# What a rule may say: loadline-rules(5). Try it: loadline rules test DIR; loadline eval EXPR --on FILE --select SCOPE\n"
    "title: worker_processes is not auto\n"
    "severity: warning               # error, warning or note\n"
    "tags: []\n"
    "select: nginx:main              # what `self` is\n"
    "when: has(self.worker_processes)\n"
    "assert: text(self.worker_processes) == \"auto\"\n"
    "at: self.worker_processes       # where the finding points\n"
    "label: should be auto\n"
    "message: 'worker_processes is {text(self.worker_processes)}, not auto'\n"
    "help: write auto\n"
    "docs:\n"
    "  what: What the rule looks for.\n"
    "  why: Why that matters.\n"
    "tests:\n"
    "  - name: a number\n"
    "    kind: nginx\n"
    "    config: |\n"
    "      worker_processes 8;\n"
    "      events {}\n"
    "    expect: [\"1:18\"]\n"
    "  - name: auto\n"
    "    kind: nginx\n"
    "    config: |\n"
    "      worker_processes auto;\n"
    "      events {}\n"
    "    expect: []\n";

static int usage_fault(struct str message)
{
    fprintf(stderr, "loadline rules: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

static bool is_name(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(i > 0 && (ch_is_digit(s.p[i]) || s.p[i] == '-')))
            return false;
    return s.n > 0;
}

static bool is_id(struct str id)
{
    struct str name = id, pack = str_cut(&name, '/');
    return is_name(pack) && is_name(name);
}

/* 0, or the errno of what failed. Directories that are there are as good. */
static int make_dirs(struct arena *a, struct str dir, struct str pack)
{
    struct str path = path_join(a, dir, pack);
    if (mkdir(str_dup(a, dir).p, 0777) != 0 && errno != EEXIST)
        return errno;
    return mkdir(str_dup(a, path).p, 0777) != 0 && errno != EEXIST ? errno : 0;
}

/* A file that is there is nobody's to overwrite. */
static int write_new(struct str path, struct str text)
{
    int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), error = 0;
    if (fd < 0)
        return errno;
    if (write(fd, text.p, text.n) != (ssize_t)text.n)
        error = errno ? errno : EIO;
    return close(fd) != 0 && !error ? errno : error;
}

static int make(struct arena *a, struct str dir, struct str id)
{
    struct buf b = {.a = a};
    struct str path = str_printf(a, "%.*s/%.*s.yaml", STR_ARG(dir), STR_ARG(id));
    int error = make_dirs(a, dir, str_slice(id, 0, str_find_byte(id, '/')));
    buf_printf(&b, "id: %.*s\n%s", STR_ARG(id), skeleton);
    if (!error)
        error = write_new(path, buf_str(&b));
    if (error)
        return usage_fault(str_printf(a, "%s: %s", path.p, strerror(error)));
    printf("%s\n", path.p);
    return EXIT_CLEAN;
}

int rules_new_command(struct arena *a, int argc, char **argv)
{
    struct option_parser p = {.options = table, .n_options = N_OPTIONS, .argc = argc, .argv = argv, .a = a};
    struct str dir = STR("rules"), id = {0};
    for (int o; (o = option_next(&p)) != OPTION_END;) {
        if (o == OPTION_ERROR)
            return usage_fault(p.value);
        if (o == OPT_HELP) {
            puts(
                "usage: loadline rules new [OPTIONS] PACK/NAME\n\nWrites the skeleton of a rule, which passes its own tests.\n");
            options_print(&rules_new_table);
            return EXIT_CLEAN;
        }
        if (o == OPT_DIR)
            dir = p.value;
        else if (id.n)
            return usage_fault(STR("new takes one PACK/NAME"));
        else
            id = p.value;
    }
    if (is_id(id))
        return make(a, dir, id);
    return usage_fault(
        str_printf(a, "`%s` is no PACK/NAME, each of lower-case letters, digits and hyphens", diag_quote(a, id).p));
}
