/* Unit names, and where the drop-ins of a unit lie: systemd.unit(5), 252. */
#include "kinds/systemd/systemd.h"

#include "base/path.h"
#include "base/vec.h"
#include "text/marks.h"

#include <stdlib.h>

/* The section of a type of units by its name, "service"; targets have none but [Unit]. */
static uint32_t section_of_type(struct str type)
{
    char word[16];
    if (type.n == 0 || type.n > sizeof word || !ch_is_alpha(type.p[0]) || ch_lower(type.p[0]) != type.p[0])
        return 0;
    if (str_eq(type, STR("target")))
        return SYSTEMD_IN_UNIT;
    memcpy(word, type.p, type.n);
    word[0] = (char)(word[0] - 'a' + 'A');
    return systemd_section_of((struct str){word, type.n}) & ~(uint32_t)(SYSTEMD_IN_UNIT | SYSTEMD_IN_INSTALL);
}

static uint32_t section_of_name(struct str name)
{
    struct str ext = path_ext(name);
    return ext.n > 1 ? section_of_type(str_slice(ext, 1, ext.n)) : 0;
}

/* Of a file <unit>.d/x.conf. */
static struct unit_name drop_in_name(struct str dir)
{
    struct unit_name n = {.name = str_slice(dir, 0, dir.n - 2), .is_drop_in = true};
    uint32_t type = section_of_type(n.name);
    n.section = type ? type : section_of_name(n.name);
    n.is_of_several = type || str_ends(str_slice(n.name, 0, n.name.n - path_ext(n.name).n), STR("-"));
    return n;
}

struct unit_name unit_name_of(struct str path)
{
    struct str plain = marks_plain_name(path), base = path_base(plain), dir = path_base(path_dir(plain));
    struct unit_name n = {.name = base, .section = section_of_name(base)};
    if (!n.section && str_ends(base, STR(".conf")) && str_ends(dir, STR(".d")) && dir.n > 2)
        n = drop_in_name(dir);
    return n.section ? n : (struct unit_name){.is_drop_in = false};
}

/* ---- drop-ins ---- */

struct searching {
    struct kind_job *job;
    const struct unit_name *unit;
    VEC(struct str) found;
};

static bool is_found(const struct searching *s, struct str name)
{
    for (uint32_t i = 0; i < s->found.n; i++)
        if (str_eq(path_base(s->found.p[i]), name))
            return true;
    return false;
}

/* A file that a directory before it has hides those behind it. */
static void search_directory(struct searching *s, struct str dir, struct str unit)
{
    struct include_result r;
    struct str pattern = str_printf(s->job->a, "%.*s.d/*.conf", STR_ARG(unit));
    if (path_has_glob(unit) || str_find_byte(unit, '\\') < unit.n)
        return;
    include_find(s->job->includes, s->job->a, dir, pattern, true, &r);
    for (uint32_t i = 0; i < r.n; i++)
        if (r.files[i].outcome == INCLUDE_FOUND && !is_found(s, path_base(r.files[i].path)))
            vec_push(s->job->a, &s->found, r.files[i].path);
}

/* Where systemd looks for unit files, the first directory before the others. */
static const struct str directories[] = {STR_INIT("etc/systemd/system"), STR_INIT("run/systemd/system"),
                                         STR_INIT("usr/local/lib/systemd/system"), STR_INIT("usr/lib/systemd/system"),
                                         STR_INIT("lib/systemd/system")};

/* The names whose drop-ins a unit takes: its own, those of its prefixes, its template, its type. */
static void search_names(struct searching *s, struct str dir)
{
    struct str name = s->unit->name, ext = path_ext(name);
    struct str stem = str_slice(name, 0, name.n - ext.n);
    uint32_t at = str_find_byte(stem, '@');
    search_directory(s, dir, name);
    if (s->unit->is_of_several)
        return;
    if (at < stem.n && at + 1 < stem.n)
        search_directory(s, dir, str_printf(s->job->a, "%.*s@%.*s", (int)at, stem.p, STR_ARG(ext)));
    for (uint32_t i = at; i-- > 1;)
        if (stem.p[i] == '-' && i + 1 < stem.n)
            search_directory(s, dir, str_printf(s->job->a, "%.*s%.*s", (int)i + 1, stem.p, STR_ARG(ext)));
    search_directory(s, dir, str_slice(ext, 1, ext.n));
}

static int by_name(const void *x, const void *y)
{
    const struct str *a = x, *b = y;
    return str_cmp(path_base(*a), path_base(*b));
}

bool systemd_root_of(struct str dir, struct str *ret)
{
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        uint32_t n = directories[i].n;
        if (!str_ends(dir, directories[i]) || str_byte(dir, dir.n - n - 1) != '/')
            continue;
        *ret = str_slice(dir, 0, dir.n - n);
        return true;
    }
    return false;
}

/* dir ends in one of systemd's directories: the others beside it are searched too. */
static bool search_all(struct searching *s, struct str dir)
{
    struct str top;
    if (!systemd_root_of(dir, &top))
        return false;
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        search_names(s, str_concat(s->job->a, top, directories[i]));
    return true;
}

uint32_t drop_ins_of(struct kind_job *job, const struct unit_name *unit, struct str path, struct str **ret_paths)
{
    struct searching s = {.job = job, .unit = unit};
    struct str dir = unit->is_drop_in ? path_dir(path_dir(path)) : path_dir(path);
    if (!job->includes || !path_is_absolute(path))
        return 0;
    if (!search_all(&s, dir))
        search_names(&s, dir);
    if (s.found.n > 1)
        qsort(s.found.p, s.found.n, sizeof *s.found.p, by_name);
    *ret_paths = s.found.p;
    return s.found.n;
}
