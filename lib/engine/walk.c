#include "engine/walk.h"

#include "base/limits.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A directory being searched; the structs of those above it are on the stack. */
struct directory {
    int fd;
    struct str real, shown;
    const struct ignores *ignores;
    uint32_t depth;
};

/* One name in it. */
struct name {
    struct str text;
    unsigned char type; /* DT_* */
};

typedef VEC(struct name) name_vec;

/* By its real path too: the walk knows no other. */
static void put_own(struct walk *w, const struct discover_own *own)
{
    char real[PATH_MAX];
    void *value = (void *)(uintptr_t)own;
    map_put(&w->own, own->path, value, NULL);
    if (realpath(str_dup(w->a, own->path).p, real))
        map_put(&w->own, str_dup(w->a, str_from(real)), value, NULL);
}

void walk_start(struct walk *w, struct arena *a, const struct discover_options *o, const struct include_rules *rules)
{
    *w = (struct walk){.o = o, .rules = rules, .a = a, .own = {.a = a}, .searched = {.a = a}};
    w->max_entries = LIMIT_WALK_FILES;
    arena_init(&w->scratch, a->budget);
    for (uint32_t i = 0; i < o->n_own; i++)
        put_own(w, &o->own[i]);
    for (uint32_t i = 0; i < o->n_exclude; i++)
        vec_push(a, &w->exclude, gitignore_from_patterns(a, &o->exclude[i].pattern, 1, o->exclude[i].place));
}

void walk_end(struct walk *w)
{
    arena_free(&w->scratch);
}

void walk_add(struct walk *w, struct discovered e)
{
    if (e.left != DISCOVER_JUDGED && (w->around || (!e.not_analysed && !w->o->list_all)))
        return;
    e.around = w->around;
    e.path = e.path.n ? str_dup(w->a, e.path) : STR(".");
    if (e.by.n)
        e.by = str_dup(w->a, e.by);
    vec_push(w->a, &w->files, e);
}

/* Patterns. */

static bool is_excluded(struct walk *w, struct str real, bool is_dir, struct discovered *e)
{
    for (uint32_t i = w->exclude.n; i-- > 0;) {
        struct str dir = w->o->exclude[i].dir;
        if (!path_is_below(real, dir) || real.n == dir.n)
            continue;
        struct str name = str_slice(real, str_eq(dir, STR("/")) ? 1 : dir.n + 1, real.n);
        const struct gitignore_pattern *pat = gitignore_match(w->exclude.p[i], name, is_dir, &w->work);
        if (!pat)
            continue;
        e->left = DISCOVER_EXCLUDED;
        e->by = w->exclude.p[i]->file;
        return !pat->negated;
    }
    return false;
}

/* Whether a search would not come to a file that a commit names: it, or a directory above it, is excluded, or such a one is hidden. */
static bool is_out_of_the_way(struct walk *w, const struct walk_file *f, struct discovered *e)
{
    struct str base = w->o->base;
    bool below = path_is_below(f->real, base);
    for (uint32_t i = below ? base.n + 1 : 1; i <= f->real.n; i++) {
        if (i < f->real.n && f->real.p[i] != '/')
            continue;
        struct str part = str_slice(f->real, 0, i);
        if (is_excluded(w, part, i < f->real.n, e))
            return true;
        e->left = DISCOVER_HIDDEN;
        if (below && i < f->real.n && path_base(part).p[0] == '.')
            return true;
    }
    return false;
}

/* Files. */

static enum file_fault fault_of_errno(void)
{
    return errno == EACCES || errno == EPERM ? FILE_NO_PERMISSION : errno == ENOENT ? FILE_MISSING : FILE_UNREADABLE;
}

/* One read: of a regular file it brings all there is, up to the size asked for. */
static uint32_t read_head(int fd, char head[DISCOVER_HEAD_BYTES])
{
    ssize_t n = read(fd, head, DISCOVER_HEAD_BYTES);
    return n > 0 ? (uint32_t)n : 0;
}

/* The kind of an open file whose name left it open. A file with a NUL is of none, unless it was named and its name says something. */
static struct str kind_by_head(struct walk *w, const struct walk_file *f, int fd, struct str by_name,
                               struct discovered *e)
{
    char head[DISCOVER_HEAD_BYTES];
    int score = 0;
    struct str text = {head, read_head(fd, head)};
    if (str_find_byte(text, '\0') < text.n) {
        e->left = DISCOVER_BINARY;
        return f->named ? by_name : (struct str){0};
    }
    e->left = DISCOVER_NO_KIND;
    struct str kind = text.n ? w->o->kind(w->o->ctx, f->shown, text, &score) : by_name;
    return kind.n == 0 && f->named ? by_name : kind;
}

/* An open file of a kind: what is left to be asked. */
static void settle(struct walk *w, int fd, struct discovered *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return;
    e->dev = (uint64_t)st.st_dev;
    e->ino = (uint64_t)st.st_ino;
    bool regular = S_ISREG(st.st_mode), fits = st.st_size <= (off_t)w->o->max_file_size;
    e->left = !regular ? DISCOVER_NOT_REGULAR : !fits ? DISCOVER_TOO_LARGE : DISCOVER_JUDGED;
    e->not_analysed = e->left != DISCOVER_JUDGED;
}

/* What the name alone says; *ret_decided: no need to look inside. */
static struct str kind_by_name(struct walk *w, const struct walk_file *f, int *ret_score)
{
    if (!f->named || w->o->named_kind.n == 0)
        return w->o->kind(w->o->ctx, f->shown, (struct str){0}, ret_score);
    *ret_score = DISCOVER_SURE;
    return w->o->named_kind;
}

static void look_inside(struct walk *w, const struct walk_file *f, struct str kind, int score, struct discovered *e)
{
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (f->named || f->link ? 0 : O_NOFOLLOW);
    int fd = openat(f->dir, f->name, flags);
    if (fd < 0) {
        e->left = errno == ENXIO ? DISCOVER_NOT_REGULAR : DISCOVER_UNREADABLE;
        e->fault = fault_of_errno();
        e->not_analysed = true;
        return;
    }
    e->kind = score >= DISCOVER_SURE ? kind : kind_by_head(w, f, fd, kind, e);
    if (e->kind.n > 0)
        settle(w, fd, e);
    close(fd);
}

/* A file of our own, or a directory above it that is: facts, loadline.yaml. */
static const struct discover_own *own(const struct walk *w, struct str real)
{
    const struct discover_own *found = NULL;
    while (w->own.n > 0 && !found && real.n > 1) {
        found = map_get(&w->own, real);
        real = path_dir(real);
    }
    return found;
}

static void leave_own(struct walk *w, struct discovered e, const struct discover_own *mine)
{
    e.left = DISCOVER_OWN;
    e.by = mine && mine->facts ? STR("facts") : (struct str){0};
    walk_add(w, e);
}

void walk_file(struct walk *w, const struct walk_file *f)
{
    struct discovered e = {.path = f->shown, .named = f->named, .link = f->link, .left = DISCOVER_NO_KIND};
    const struct discover_own *mine = own(w, f->real);
    int score = 0;
    if (mine || str_eq(path_base(f->shown), STR("loadline.yaml"))) {
        leave_own(w, e, mine);
        return;
    }
    if (f->named && w->o->hook && is_out_of_the_way(w, f, &e)) {
        walk_add(w, e);
        return;
    }
    e.left = DISCOVER_NO_KIND;
    struct str kind = kind_by_name(w, f, &score);
    if (score >= 0 || f->named)
        look_inside(w, f, kind, score, &e);
    bool of_no_kind = e.left == DISCOVER_NO_KIND || e.left == DISCOVER_BINARY;
    e.not_analysed |= f->named && e.left != DISCOVER_JUDGED && !(w->o->hook && of_no_kind);
    walk_add(w, e);
}

/* What is not looked at. Where its name says that it is of a kind, it is missed. */
static void leave_file(struct walk *w, struct discovered e)
{
    int score = 0;
    struct str kind = w->o->kind(w->o->ctx, e.path, (struct str){0}, &score);
    e.not_analysed = kind.n > 0 && score > 0;
    walk_add(w, e);
}

/* Whether patterns keep the entry out; then it is added as such. */
static bool is_kept_out(struct walk *w, const struct directory *d, struct str real, struct str shown, bool is_dir)
{
    struct discovered e = {.path = shown, .is_dir = is_dir};
    const struct gitignore_pattern *pat = ignores_match(d->ignores, real, is_dir, &w->work, &e.by);
    if (pat) {
        e.left = DISCOVER_IGNORED;
        e.by_line = pat->line;
    } else if (!is_excluded(w, real, is_dir, &e))
        return false;
    walk_add(w, e);
    return true;
}

/* Directories. */

static int by_text(const void *x, const void *y)
{
    const struct name *a = x, *b = y;
    return str_cmp(a->text, b->text);
}

static void stop(struct walk *w, const struct directory *d)
{
    w->stopped = true;
    walk_add(w, (struct discovered){.path = d->shown, .is_dir = true, .left = DISCOVER_TOO_MANY, .not_analysed = true});
}

/* All names, sorted. Where there are too many the directory is left as a whole: which came first depends on the file system. */
static bool read_names(struct walk *w, const struct directory *d, DIR *dir, name_vec *ret)
{
    for (struct dirent *e; (e = readdir(dir));) {
        struct name name = {str_from(e->d_name), e->d_type};
        if (str_eq(name.text, STR(".")) || str_eq(name.text, STR("..")))
            continue;
        if (++w->n_entries > w->max_entries) {
            stop(w, d);
            return false;
        }
        name.text = str_dup(&w->scratch, name.text);
        vec_push(&w->scratch, ret, name);
    }
    if (ret->n > 1)
        qsort(ret->p, ret->n, sizeof(*ret->p), by_text);
    return true;
}

static bool has_name(const name_vec *names, struct str text)
{
    struct name key = {.text = text};
    return names->n && bsearch(&key, names->p, names->n, sizeof(*names->p), by_text);
}

static unsigned char type_of(const struct directory *d, const struct name *name)
{
    struct stat st;
    if (name->type != DT_UNKNOWN)
        return name->type;
    return fstatat(d->fd, name->text.p, &st, AT_SYMLINK_NOFOLLOW) == 0 ? (unsigned char)IFTODT(st.st_mode) : DT_UNKNOWN;
}

static void search(struct walk *w, int fd, struct directory *d);

/* Directories above this one come back as searched too: so loops end. */
static bool was_searched(struct walk *w, const struct stat *st, struct str shown, struct str *ret_by)
{
    uint64_t id[2] = {(uint64_t)st->st_dev, (uint64_t)st->st_ino};
    struct str key = {(const char *)id, sizeof(id)}, *seen = map_get(&w->searched, key);
    if (seen) {
        *ret_by = *seen;
        return true;
    }
    seen = arena_new(w->a, struct str);
    *seen = shown.n ? str_dup(w->a, shown) : STR(".");
    map_put(&w->searched, str_dup(w->a, key), seen, NULL);
    return false;
}

/* Takes over fd. */
static void enter(struct walk *w, int fd, struct directory *d, bool link)
{
    struct stat st;
    struct discovered e = {.path = d->shown, .is_dir = true, .link = link, .left = DISCOVER_OTHER_NAME};
    if (fstat(fd, &st) == 0 && !was_searched(w, &st, d->shown, &e.by)) {
        search(w, fd, d);
        return;
    }
    close(fd);
    if (d->depth > 0)
        walk_add(w, e);
}

static void leave_directory(struct walk *w, struct str shown, enum discover_left left, enum file_fault fault)
{
    bool missed = left == DISCOVER_TOO_DEEP || left == DISCOVER_UNREADABLE || left == DISCOVER_LOOP;
    walk_add(w,
             (struct discovered){.path = shown, .is_dir = true, .left = left, .fault = fault, .not_analysed = missed});
}

/* What is at or above the directory of the run is named from there, whichever way led to it. */
static struct str shown_directory(struct walk *w, struct str real, struct str shown)
{
    if (!path_is_below(w->o->base, real))
        return shown;
    struct str rel = path_relative(&w->scratch, real, w->o->base);
    return str_eq(rel, STR(".")) ? (struct str){0} : rel;
}

static void visit_directory(struct walk *w, const struct directory *up, const char *name, struct str real,
                            struct str shown)
{
    const struct discover_own *mine = own(w, real);
    if (name[0] == '.') {
        leave_directory(w, shown, DISCOVER_HIDDEN, FILE_OK);
    } else if (mine) {
        leave_own(w, (struct discovered){.path = shown, .is_dir = true}, mine);
    } else if (up->depth == LIMIT_WALK_DEPTH) {
        leave_directory(w, shown, DISCOVER_TOO_DEEP, FILE_OK);
    } else {
        int fd = openat(up->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        struct directory d = {.real = real, .shown = shown, .ignores = up->ignores, .depth = up->depth + 1};
        d.shown = shown_directory(w, real, shown);
        if (fd < 0)
            leave_directory(w, shown, DISCOVER_UNREADABLE, fault_of_errno());
        else
            enter(w, fd, &d, false);
    }
}

/* A link whose target is inside. */
static void follow_link(struct walk *w, const struct directory *d, struct str real, struct str shown,
                        const struct within_place *to)
{
    struct stat st;
    struct discovered e = {.path = shown, .link = true, .left = DISCOVER_OTHER_NAME};
    struct walk_file f = {.dir = AT_FDCWD, .name = to->real.p, .real = to->real, .shown = shown, .link = true};
    if (stat(to->real.p, &st) != 0) {
        e.left = DISCOVER_UNREADABLE;
        e.fault = fault_of_errno();
        leave_file(w, e);
    } else if (!str_eq(to->name, real)) { /* only a map knows the way: by its own name it can't be opened */
        e.by = path_relative(&w->scratch, to->real, w->o->base);
        walk_add(w, e);
    } else if (S_ISREG(st.st_mode)) {
        walk_file(w, &f);
    } else if (!S_ISDIR(st.st_mode)) {
        e.left = DISCOVER_NOT_REGULAR;
        leave_file(w, e);
    } else if (path_is_below(d->real, to->real)) {
        leave_directory(w, shown, DISCOVER_LOOP, FILE_OK);
    } else if (path_base(shown).p[0] == '.') {
        leave_directory(w, shown, DISCOVER_HIDDEN, FILE_OK);
    } else {
        struct walk_link l = {str_dup(w->a, shown), str_dup(w->a, to->real), d->depth + 1};
        vec_push(w->a, &w->links, l);
    }
}

static void visit_link(struct walk *w, const struct directory *d, struct str real, struct str shown)
{
    struct within_place to;
    struct discovered e = {.path = shown, .link = true};
    switch (within_find(w->rules, &w->scratch, real, &to)) {
    case WITHIN_FOUND:
        follow_link(w, d, real, shown, &to);
        return;
    case WITHIN_MISSING:
        e.left = DISCOVER_DANGLING;
        break;
    case WITHIN_OUTSIDE:
        e.left = DISCOVER_OUTSIDE;
        break;
    case WITHIN_FAULT:
        e.left = DISCOVER_UNREADABLE;
        e.fault = to.fault;
        break;
    }
    leave_file(w, e);
}

static void visit(struct walk *w, const struct directory *d, const struct name *name)
{
    struct str real = path_join(&w->scratch, d->real, name->text);
    struct str shown = path_join(&w->scratch, d->shown, name->text);
    unsigned char type = type_of(d, name);
    if (is_kept_out(w, d, real, shown, type == DT_DIR))
        return;
    if (type == DT_DIR)
        visit_directory(w, d, name->text.p, real, shown);
    else if (type == DT_LNK)
        visit_link(w, d, real, shown);
    else if (type == DT_REG)
        walk_file(w, &(struct walk_file){.dir = d->fd, .name = name->text.p, .real = real, .shown = shown});
    else
        leave_file(w, (struct discovered){.path = shown, .left = DISCOVER_NOT_REGULAR});
}

/* The patterns that hold in d. A .gitignore that says nothing for a fault is told about: more may be judged than should be. */
static void enter_ignores(struct walk *w, struct directory *d, const name_vec *names)
{
    struct ignores_dir in = {.fd = d->fd, .real = d->real, .shown = d->shown};
    enum file_fault fault;
    in.has_git = has_name(names, STR(".git"));
    in.has_gitignore = has_name(names, STR(".gitignore"));
    d->ignores = ignores_enter(&w->scratch, d->ignores, &in, &fault);
    if (fault == FILE_OK)
        return;
    struct discovered e = {.path = path_join(&w->scratch, d->shown, STR(".gitignore")), .not_analysed = true};
    e.left = fault == FILE_TOO_LARGE ? DISCOVER_TOO_LARGE : DISCOVER_UNREADABLE;
    e.fault = fault;
    walk_add(w, e);
}

static void visit_all(struct walk *w, const struct directory *d, const name_vec *names)
{
    for (uint32_t i = 0; i < names->n && !w->stopped; i++) {
        struct arena_mark mark = arena_mark(&w->scratch);
        visit(w, d, &names->p[i]);
        arena_pop(&w->scratch, mark);
        if (w->work > LIMIT_IGNORE_STEPS && !w->stopped)
            stop(w, d);
    }
}

/* Takes over fd. Depth is bounded by visit_directory. */
static void search(struct walk *w, int fd, struct directory *d)
{
    struct arena_mark mark = arena_mark(&w->scratch);
    name_vec names = {0};
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        leave_directory(w, d->shown, DISCOVER_UNREADABLE, fault_of_errno());
        return;
    }
    d->fd = fd;
    if (read_names(w, d, dir, &names)) {
        enter_ignores(w, d, &names);
        visit_all(w, d, &names);
    }
    closedir(dir);
    arena_pop(&w->scratch, mark);
}

/* Where the patterns that hold in dir begin: its repository, else the directory of the run, else the directory itself. */
static struct str top_of(const struct walk *w, struct str dir)
{
    struct str top = ignores_root(dir);
    if (top.n == 0)
        top = path_is_below(dir, w->o->base) ? w->o->base : dir;
    return top;
}

static void search_from(struct walk *w, struct str real, struct str shown, uint32_t depth, bool link)
{
    if (w->stopped)
        return;
    struct arena_mark mark = arena_mark(&w->scratch);
    struct directory d = {.real = real, .shown = shown, .depth = depth};
    int fd = open(real.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        leave_directory(w, shown, DISCOVER_UNREADABLE, fault_of_errno());
    } else {
        d.ignores = ignores_above(&w->scratch, top_of(w, real), real, w->o->base);
        enter(w, fd, &d, link);
    }
    arena_pop(&w->scratch, mark);
}

void walk_directory(struct walk *w, struct str real, struct str shown)
{
    search_from(w, real, shown, 0, false);
}

static int by_shown(const void *x, const void *y)
{
    const struct walk_link *a = x, *b = y;
    return str_cmp(a->shown, b->shown);
}

/* Links found on the way are searched after those that were known before: each round in order. */
void walk_links(struct walk *w)
{
    for (uint32_t from = 0; from < w->links.n;) {
        uint32_t to = w->links.n;
        qsort(w->links.p + from, to - from, sizeof(*w->links.p), by_shown);
        for (; from < to; from++) {
            struct walk_link l = w->links.p[from];
            if (l.depth > LIMIT_WALK_DEPTH)
                leave_directory(w, l.shown, DISCOVER_TOO_DEEP, FILE_OK);
            else
                search_from(w, l.target, l.shown, l.depth, true);
        }
    }
}
