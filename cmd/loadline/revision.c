#include "revision.h"
#include "git.h"

#include "base/limits.h"
#include "base/num.h"
#include "base/path.h"
#include "base/vec.h"
#include "diag/escape.h"
#include "engine/ignores.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIST_BYTES = 256u << 20, LINE_BYTES = 65536 };

static struct str ask_line(struct arena *a, struct str dir, const char *const *words, struct git_answer *ret)
{
    *ret = git_ask(a, dir, LINE_BYTES, words);
    return ret->ran && ret->exit == 0 ? ret->out : (struct str){0};
}

/* ---- which commit ---- */

/* What git says, its first line; else what is known without it. */
static struct str reason(struct arena *a, const struct git_answer *answer, const char *otherwise)
{
    struct str rest = answer->error, line = str_trim(str_cut(&rest, '\n'));
    if (!answer->ran && answer->error.n == 0)
        return STR("git could not be run");
    return line.n > 0 ? diag_escape(a, line) : str_dup(a, str_from(otherwise));
}

struct str revision_root(struct arena *a, struct str cwd, struct str *ret_root)
{
    static const char *const words[] = {"rev-parse", "--show-toplevel", NULL};
    struct git_answer answer;
    struct str top = ask_line(a, cwd, words, &answer), root = ignores_root(cwd);
    if (top.n == 0)
        return reason(a, &answer, "this is no working tree of git");
    if (!str_eq(top, root))
        return str_printf(a, "git takes %s for the root of the repository, not %s", diag_escape(a, top).p,
                          diag_escape(a, root.n > 0 ? root : cwd).p);
    *ret_root = str_dup(a, root);
    return (struct str){0};
}

static struct str no_such_commit(const struct revision *r)
{
    static const char *const words[] = {"rev-parse", "--is-shallow-repository", NULL};
    struct git_answer answer;
    struct str shallow = ask_line(r->a, r->root, words, &answer);
    const char *help = str_eq(shallow, STR("true")) ? "; this clone is shallow and may lack it: fetch all history "
                                                      "(actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0)"
                                                    : "";
    return str_printf(r->a, "no commit is called `%s`%s", diag_quote(r->a, r->name).p, help);
}

static struct str commit_of(const struct revision *r, struct str name)
{
    struct git_answer answer;
    struct str commit = str_printf(r->a, "%.*s^{commit}", STR_ARG(name));
    const char *const words[] = {"rev-parse", "--verify", "--quiet", commit.p, NULL};
    return ask_line(r->a, r->root, words, &answer);
}

/* Where REV and HEAD parted, for REV...; empty when there is no such commit. */
static struct str find_commit(const struct revision *r)
{
    struct str name = r->name;
    struct git_answer answer;
    if (!str_ends(name, STR("...")))
        return commit_of(r, name);
    name = str_slice(name, 0, name.n - 3);
    struct str one = commit_of(r, name);
    const char *const words[] = {"merge-base", str_dup(r->a, one).p, "HEAD", NULL};
    return one.n > 0 ? ask_line(r->a, r->root, words, &answer) : one;
}

/* ---- what is in it ---- */

struct entry {
    struct str mode, id, path; /* path: NUL-terminated */
    int64_t size;
};

/* "<mode> <type> <id> <size>\t<path>"; false for what is no file and no link: a submodule. */
static bool read_entry(struct str line, struct entry *ret)
{
    struct str head = str_cut(&line, '\t');
    ret->mode = str_cut(&head, ' ');
    struct str type = str_cut(&head, ' ');
    ret->id = str_cut(&head, ' ');
    ret->path = line;
    return str_eq(type, STR("blob")) && num_parse_int(str_trim(head), &ret->size) && ret->size >= 0;
}

/* No tree that git itself made has others; what can be made by hand must not lead out. */
static bool is_plain(struct str path)
{
    if (path.n == 0 || path.n >= LIMIT_PATH_BYTES || path_is_absolute(path))
        return false;
    while (path.n > 0) {
        struct str part = str_cut(&path, '/');
        if (part.n == 0 || part.n > NAME_MAX || str_eq(part, STR(".")) || str_eq(part, STR("..")) ||
            str_eq_nocase(part, STR(".git")))
            return false;
    }
    return true;
}

struct laying {
    const struct revision *r;
    struct git_objects git;
    struct map dirs; /* made */
    VEC(struct entry) links;
    int64_t bytes;
};

static void make_dirs(struct laying *l, struct str path)
{
    for (uint32_t i = l->r->into.n + 1; i < path.n; i++) {
        struct str dir = str_slice(path, 0, i);
        bool first = false;
        if (path.p[i] == '/' && !map_has(&l->dirs, dir))
            map_put(&l->dirs, str_dup(l->r->a, dir), NULL, &first);
        if (first)
            mkdir(str_dup(l->r->a, dir).p, 0700);
    }
}

static bool write_bytes(int fd, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return false;
        bytes = str_slice(bytes, n < 0 ? 0 : (uint32_t)n, bytes.n);
    }
    return true;
}

/* A file that is too large is too large here, too: it has a size and no bytes. Files come before links, so no link is on the way. */
static bool write_file(struct laying *l, const struct entry *e, struct str path)
{
    struct arena_mark mark = arena_mark(l->r->a);
    struct str bytes = {0};
    bool small = e->size <= l->r->max_file_size;
    if (small && !git_objects_read(&l->git, l->r->a, e->id, (uint32_t)e->size, &bytes)) {
        errno = EIO;
        return false;
    }
    int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool written = fd >= 0 && (small ? write_bytes(fd, bytes) : ftruncate(fd, e->size) == 0);
    if (fd >= 0 && close(fd) != 0)
        written = false;
    arena_pop(l->r->a, mark);
    return written;
}

static bool write_link(struct laying *l, const struct entry *e)
{
    struct arena *a = l->r->a;
    struct str to;
    if (!git_objects_read(&l->git, a, e->id, (uint32_t)e->size, &to))
        return false;
    to = str_dup(a, to);
    if (path_is_absolute(to) && path_is_below(path_normalize(a, to), l->r->root))
        to = path_normalize(a, path_join(a, l->r->into, path_relative(a, path_normalize(a, to), l->r->root)));
    struct str path = path_join(a, l->r->into, e->path);
    make_dirs(l, path);
    return to.n == 0 || symlink(to.p, path.p) == 0 || errno == EEXIST;
}

static struct str cannot_write(struct laying *l, const struct entry *e)
{
    int error = errno;
    if (error == EIO)
        return str_printf(l->r->a, "git gives no content of %s; does this clone lack it (a partial clone)?",
                          diag_escape(l->r->a, e->path).p);
    return str_printf(l->r->a, "cannot lay out %s: %s", diag_escape(l->r->a, e->path).p, strerror(error));
}

static struct str lay_out_entry(struct laying *l, const struct entry *e)
{
    struct str path = path_join(l->r->a, l->r->into, e->path);
    if (str_eq(e->mode, STR("120000"))) {
        if (e->size < LIMIT_PATH_BYTES)
            vec_push(l->r->a, &l->links, *e);
        return (struct str){0};
    }
    l->bytes += e->size <= l->r->max_file_size ? e->size : 0;
    if (l->bytes > LIMIT_REVISION_BYTES)
        return str_printf(l->r->a, "`%s` has more than 1 GiB of files", diag_quote(l->r->a, l->r->name).p);
    make_dirs(l, path);
    return write_file(l, e, path) ? (struct str){0} : cannot_write(l, e);
}

static struct str lay_out_list(struct laying *l, struct str list, struct map *files)
{
    struct entry e;
    struct str why = {0};
    while (list.n > 0 && why.n == 0) {
        struct str line = str_cut(&list, '\0');
        if (!read_entry(line, &e) || !is_plain(e.path))
            continue;
        if (files->n >= LIMIT_REVISION_FILES)
            return str_printf(l->r->a, "`%s` has more than %d files", diag_quote(l->r->a, l->r->name).p,
                              LIMIT_REVISION_FILES);
        map_put(files, e.path, NULL, NULL);
        why = lay_out_entry(l, &e);
    }
    for (uint32_t i = 0; i < l->links.n && why.n == 0; i++)
        if (!write_link(l, &l->links.p[i]))
            why = cannot_write(l, &l->links.p[i]);
    return why;
}

struct str revision_lay_out(const struct revision *r, struct map *files)
{
    struct laying l = {.r = r, .dirs = {.a = r->a}};
    struct str commit = find_commit(r);
    if (commit.n == 0)
        return no_such_commit(r);
    const char *const words[] = {"ls-tree", "-r", "-z", "-l", "--full-tree", str_dup(r->a, commit).p, NULL};
    struct git_answer answer = git_ask(r->a, r->root, LIST_BYTES, words);
    if (!answer.ran || answer.exit != 0)
        return reason(r->a, &answer, "git cannot list its files");
    bool opened = git_objects_open(&l.git, r->a, r->root);
    struct str why = opened ? lay_out_list(&l, answer.out, files) : STR("git could not be run");
    git_objects_close(&l.git);
    return why;
}

/* ---- the end of it ---- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    remove(path);
    return 0;
}

void revision_remove(const char *dir)
{
    enum { DESCRIPTORS = 16 };
    nftw(dir, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}
