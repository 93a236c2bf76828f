#include "kinds/kind.h"

#include "base/num.h"

#define KIND(name) extern const struct kind kind_##name;
#include "kinds/list.inc"
#undef KIND

const struct kind *const kinds_all[] = {
#define KIND(name) &kind_##name,
#include "kinds/list.inc"
#undef KIND
};

const uint32_t kinds_count = sizeof(kinds_all) / sizeof(kinds_all[0]);

unsigned kind_mark_syntax(const struct kind_job *job, uint32_t source)
{
    const struct file *file = source_get(job->sources, source)->file;
    unsigned syntax = file ? file->marks : 0;
    bool listed = job->template_marks && source == job->source;
    return syntax == 0 && listed ? MARKS_JINJA | MARKS_ERB : syntax;
}

struct marks kind_marks(const struct kind_job *job, uint32_t source)
{
    return marks_find(job->a, source_get(job->sources, source)->text, kind_mark_syntax(job, source));
}

const struct kind *kind_find(struct str name)
{
    for (uint32_t i = 0; i < kinds_count; i++)
        if (str_eq(kinds_all[i]->name, name))
            return kinds_all[i];
    return NULL;
}

const struct kind *kind_of_program(struct str program)
{
    for (uint32_t i = 0; i < kinds_count; i++)
        for (const char *const *p = kinds_all[i]->programs; p && *p; p++)
            if (str_eq(str_from(*p), program))
                return kinds_all[i];
    return NULL;
}

const struct kind *kind_detect(struct str path, struct str head, int *ret_score)
{
    const struct kind *best = NULL;
    int best_score = 0;
    for (uint32_t i = 0; i < kinds_count; i++) {
        int score = kinds_all[i]->claims(path, head);
        if (score > best_score) {
            best = kinds_all[i];
            best_score = score;
        }
    }
    if (ret_score)
        *ret_score = best_score;
    return best;
}

enum { MAX_MAJOR = 0x7fff, MAX_MINOR = 255 }; /* systemd is at 260: majors have the upper half of a version_number */

/* The number at the start of *text, cut off it; false when there is none or it is over max. */
static bool take_number(struct str *text, uint32_t max, uint32_t *ret)
{
    uint32_t n = 0;
    while (n < text->n && ch_is_digit(text->p[n]))
        n++;
    int64_t v;
    if (!num_parse_int(str_slice(*text, 0, n), &v) || v > max)
        return false;
    *text = str_slice(*text, n, text->n);
    *ret = (uint32_t)v;
    return true;
}

bool version_parse(struct str text, version_number *ret)
{
    uint32_t major, minor = 0, patch = 0xff;
    if (text.n > 0 && (text.p[0] == 'v' || text.p[0] == 'V'))
        text = str_slice(text, 1, text.n);
    if (!take_number(&text, MAX_MAJOR, &major))
        return false;
    bool dotted = text.n > 0 && text.p[0] == '.';
    if (dotted) {
        text = str_slice(text, 1, text.n);
        if (!take_number(&text, MAX_MINOR, &minor))
            return false;
    } else {
        minor = 0xff;
    }
    if (dotted && text.n > 0 && text.p[0] == '.') {
        text = str_slice(text, 1, text.n);
        if (!take_number(&text, MAX_MINOR, &patch))
            return false;
    }
    *ret = VERSION(major, minor, patch);
    return true;
}

struct str version_show(struct arena *a, version_number v)
{
    unsigned major = v >> 16, minor = v >> 8 & 0xff, patch = v & 0xff;
    if (minor == 0xff)
        return str_printf(a, "%u", major);
    return patch == 0xff ? str_printf(a, "%u.%u", major, minor) : str_printf(a, "%u.%u.%u", major, minor, patch);
}
