#include "base/limits.h"
#include "base/path.h"
#include "formats/ini.h"
#include "kinds/systemd/checks.h"

/* Whether only white space stands between the start of the line and a place. */
static bool starts_line(struct str text, uint32_t off)
{
    while (off > 0 && (text.p[off - 1] == ' ' || text.p[off - 1] == '\t'))
        off--;
    return off == 0 || text.p[off - 1] == '\n' || text.p[off - 1] == '\r';
}

/* The text behind a header's first "]" is part of its name where another "]" ends the line. */
static bool is_odd_name(struct str text, const struct finding *f)
{
    struct str rest = str_slice(text, f->at.off, text.n),
               line = str_trim(str_slice(rest, 0, str_find_byte(rest, '\n')));
    return str_eq(f->rule, syntax_rule_id(SYNTAX_UNEXPECTED_TOKEN)) && str_ends(line, STR("]"));
}

/* What the reader of lines found. A line without "=" is none to refuse a unit for: systemd passes over it. What is wrong with a section's header ends the
 * loading. */
static void take_finding(struct kind_job *job, struct finding *f)
{
    struct str text = source_get(job->sources, f->at.src)->text;
    bool is_line = str_eq(f->rule, syntax_rule_id(SYNTAX_UNEXPECTED_TOKEN)) && f->at.off < text.n &&
                   text.p[f->at.off] != '[' && starts_line(text, f->at.off);
    if (!is_line && is_odd_name(text, f)) {
        systemd_say(job, SYSTEMD_UNKNOWN_SECTION, f->at, "unknown section, with \"]\" in its name");
        return;
    }
    if (!is_line) {
        vec_push(job->sink->a, &job->sink->findings, f);
        return;
    }
    if (str_eq(source_text(job->sources, f->at),
               STR("\\"))) /* goes on in the next line: of nothing, so systemd says nothing */
        return;
    struct finding *said = systemd_say(job, SYSTEMD_IGNORED_LINE, f->at, "%s", f->message.p);
    if (said)
        diag_label(job->sink, said, "systemd ignores this line");
}

static struct node *read_file(struct kind_job *job, uint32_t source)
{
    struct sink own = {.a = job->sink->a};
    struct marks marks = kind_marks(job, source);
    struct node *root = ini_read_marked(job->a, job->sources, source, &ini_systemd, &marks, &own);
    for (uint32_t i = 0; i < own.findings.n; i++)
        take_finding(job, own.findings.p[i]);
    job->sink->n_dropped += own.n_dropped;
    return root;
}

/* ---- drop-ins ---- */

static bool within_limits(struct kind_job *job, const struct file *file)
{
    return job->included_files < LIMIT_INCLUDED_FILES && job->included_bytes + file->bytes.n <= LIMIT_INCLUDED_BYTES;
}

/* Appends a drop-in to the unit's tree. */
static void add_drop_in(struct kind_job *job, struct node *root, struct str path)
{
    enum file_fault fault;
    struct file *file = file_open(job->files, path, &fault);
    if (!file) {
        diag_not_analysed(job->sink, SPAN_NONE, path, "drop-in: %s", file_fault_text(fault));
        root->flags |= NODE_TAINTED;
        return;
    }
    if (!within_limits(job, file)) {
        diag_syntax(job->sink, META_LIMIT, (struct span){job->source, 0, 0},
                    "drop-ins add up to more than %d files or %d MiB", LIMIT_INCLUDED_FILES,
                    (int)(LIMIT_INCLUDED_BYTES >> 20));
        root->flags |= NODE_TAINTED;
        return;
    }
    vec_push(job->a, &job->included, ((struct included_file){file, SPAN_NONE}));
    job->included_files++;
    job->included_bytes += file->bytes.n;
    struct node *part = read_file(job, source_add(job->sources, file, SPAN_NONE));
    struct node *entry = node_new(job->a, NODE_ENTRY, part->at);
    entry->name_at = part->at;
    entry->text = path_base(file->path);
    entry->flags |= NODE_INCLUDE | NODE_BLOCK;
    node_add(entry, part);
    node_add(root, entry);
    systemd_check_file(job, part);
}

/* A drop-in whose unit is not here stands for what all of them add; the first of them is read as such, the others with it. */
static void read_drop_ins(struct kind_job *job, struct node *root)
{
    struct systemd_state *s = job->state;
    const struct file *file = source_get(job->sources, job->source)->file;
    struct str *paths = NULL;
    if (!s->unit.section || !file || s->unit.is_of_several)
        return;
    uint32_t n = drop_ins_of(job, &s->unit, file->real, &paths);
    if (s->unit.is_drop_in && (n == 0 || !str_eq(paths[0], file->real)))
        return;
    for (uint32_t i = s->unit.is_drop_in; i < n && !arena_exhausted(job->a); i++)
        add_drop_in(job, root, paths[i]);
}

/* ---- the unit ---- */

/* Without a name that says so (standard input), a text that starts nothing is a drop-in. */
static bool looks_whole(const struct node *root)
{
    for (const struct node *s = root->first; s; s = s->next)
        for (const struct node *e = s->kind == NODE_ENTRY && (s->flags & NODE_BLOCK) ? s->first : NULL; e; e = e->next)
            if (e->kind == NODE_ENTRY && str_starts(e->text, STR("ExecStart")))
                return true;
    return false;
}

static bool has_section(const struct node *root, struct str name)
{
    for (const struct node *s = root->first; s; s = s->next)
        if (s->kind == NODE_ENTRY && str_eq(s->text, name))
            return true;
    return false;
}

static void name_unit(struct kind_job *job, const struct node *root)
{
    struct systemd_state *s = job->state;
    const struct file *file = source_get(job->sources, job->source)->file;
    if (file)
        s->unit = unit_name_of(file->real);
    s->has_unit = s->unit.section && !s->unit.is_drop_in;
    if (s->unit.section || !file)
        return;
    s->unit.name = path_base(file->path);
    s->unit.section = has_section(root, STR("Service")) ? SYSTEMD_IN_SERVICE : 0;
    s->has_unit = looks_whole(root);
}

struct node *systemd_read(struct kind_job *job)
{
    job->state = arena_new(job->a, struct systemd_state);
    struct node *root = job->root = read_file(job, job->source);
    name_unit(job, root);
    systemd_check_file(job, root);
    read_drop_ins(job, root);
    systemd_check_unit(job);
    return root;
}
