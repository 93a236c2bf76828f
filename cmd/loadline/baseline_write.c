#include "baseline_write.h"
#include "output_file.h"

#include <stdio.h>

/* Findings, not entries: that is what people count. */
static uint32_t total(const struct baseline *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->entries.n; i++)
        n += b->entries.p[i]->count;
    return n;
}

static const char *plural(uint32_t n)
{
    return n == 1 ? "" : "s";
}

static void say_written(const struct run *run, const char *path)
{
    const struct outcome *r = &run->outcome;
    uint32_t n = total(run->new_baseline), left = r->n_errors + r->n_warnings + r->n_notes;
    fprintf(stderr, "loadline: %u finding%s in the baseline %s\n", n, plural(n), path);
    if (left > 0)
        fprintf(
            stderr,
            "loadline: %u finding%s cannot be accepted: what cannot be suppressed, and files that do not parse; mend them, "
            "or leave the files out by `exclude` in loadline.yaml\n",
            left, plural(left));
}

static void say_pruned(const struct run *run, const char *path)
{
    uint32_t before = total(run->baseline), after = total(run->new_baseline);
    if (before > after)
        fprintf(stderr, "loadline: %u finding%s removed from the baseline %s, %u left\n", before - after,
                plural(before - after), path, after);
    else if (run->baseline_part)
        fprintf(stderr,
                "loadline: nothing is removed from the baseline %s: not all was judged that it was written for\n",
                path);
    else
        fprintf(stderr, "loadline: nothing to remove from the baseline %s\n", path);
}

bool baseline_write(struct run *run, bool quiet)
{
    if (!run->new_baseline)
        return true;
    struct buf b = {.a = &run->arena};
    baseline_print(&b, run->new_baseline);
    struct str text = buf_str(&b);
    bool same = run->baseline_file && str_eq(run->baseline_file->bytes, text);
    if (!same && !output_write_text(run->baseline_path, text))
        return false;
    const char *path = diag_escape(&run->arena, file_shown_path(&run->files, run->baseline_path)).p;
    if (!quiet && run->options->update == BASELINE_WRITE)
        say_written(run, path);
    else if (!quiet)
        say_pruned(run, path);
    return true;
}
