/* Any bytes as a file, its name and what is said of it: every format ends, and what it writes is well formed and harmless. */
#include "base/limits.h"
#include "diag/fingerprint.h"
#include "diag/sink.h"
#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A report of two files, the second included by the first. */
struct world {
    struct arena a;
    struct file_store files;
    struct source_store sources;
    struct sink sink;
    struct outcome r;
};

/* Input, taken from the front. */
struct input {
    struct str rest;
};

static uint32_t take_number(struct input *in, uint32_t below)
{
    uint32_t n = 0;
    for (int i = 0; i < 2 && in->rest.n > 0; i++) {
        n = n << 8 | (unsigned char)in->rest.p[0];
        in->rest = str_slice(in->rest, 1, in->rest.n);
    }
    return below ? n % below : 0;
}

/* To the next byte 0xFE, which is never part of UTF-8. */
static struct str take_text(struct input *in)
{
    return str_cut(&in->rest, '\xfe');
}

static struct span take_span(struct world *w, struct input *in)
{
    uint32_t src = take_number(in, w->sources.n + 1);
    if (src == 0)
        return SPAN_NONE;
    uint32_t n = source_get(&w->sources, src)->text.n, off = take_number(in, n + 2);
    return (struct span){src, off, take_number(in, n + 2)};
}

static void add_finding(struct world *w, struct input *in)
{
    struct arena *a = &w->a;
    struct finding *f = diag_add(&w->sink, take_text(in), take_span(w, in), "%s", "");
    f->severity = (enum severity)take_number(in, 3);
    f->status = (enum finding_status)take_number(in, 3);
    f->path = take_text(in);
    f->message = take_text(in);
    f->label = take_text(in);
    f->help = f->message;
    vec_push(a, &f->notes, f->label);
    vec_push(a, &f->hosts, f->path);
    for (uint32_t n = take_number(in, 4); n > 0; n--)
        vec_push(a, &f->related, ((struct related){take_span(w, in), take_text(in)}));
    struct fix fix = {.applicability = (enum applicability)take_number(in, 3)};
    for (uint32_t n = take_number(in, 4); n > 0; n--)
        vec_push(a, &fix.edits, ((struct edit){.at = take_span(w, in), .text = take_text(in)}));
    vec_push(a, &f->fixes, fix);
    vec_push(a, &w->r.findings, f);
}

static void add_surroundings(struct world *w, struct input *in)
{
    struct outcome_not_run n = {.rule = take_text(in), .count = take_number(in, 9), .n_examples = 1};
    n.examples[0] = (struct outcome_example){n.rule, n.rule};
    vec_push(&w->a, &n.missing, take_text(in));
    vec_push(&w->a, &w->r.not_run, n);
    struct outcome_not_analysed part = {take_text(in), take_number(in, 9), 1, take_text(in)};
    vec_push(&w->a, &w->r.not_analysed, part);
    struct outcome_host host = {take_text(in), take_text(in), take_text(in), take_text(in)};
    vec_push(&w->a, &w->r.hosts, host);
    vec_push(&w->a, &w->r.judged, take_text(in));
    vec_push(&w->a, &w->r.notes, take_text(in));
}

static void build(struct world *w, struct input in)
{
    struct span via = SPAN_NONE;
    for (int i = 0; i < 2; i++) {
        struct str path = take_text(&in), text = take_text(&in);
        uint32_t src = source_add(&w->sources, file_from_bytes(&w->files, path, text), via);
        via = (struct span){src, 0, 1};
    }
    add_surroundings(w, &in);
    for (int i = 0; i < 20 && in.rest.n > 0; i++)
        add_finding(w, &in);
    fingerprint_all(&w->a, &w->sources, w->r.findings.p, w->r.findings.n);
}

static struct str write_format(struct world *w, const struct report_format *f, bool color)
{
    static struct report_out out;
    int fd = memfd_create("report", 0);
    out_open(&out, fd, (struct report_options){.color = color, .statistics = true});
    f->write(&w->r, &out);
    if (out_close(&out) != 0)
        abort();
    off_t size = lseek(fd, 0, SEEK_END);
    char *p = arena_alloc(&w->a, (size_t)size + 1, 1);
    if (pread(fd, p, (size_t)size, 0) != size)
        abort();
    close(fd);
    return (struct str){p, (uint32_t)size};
}

/* Every line is as escaping leaves it. */
static void check_lines(struct world *w, struct str text)
{
    while (text.n > 0) {
        struct arena_mark mark = arena_mark(&w->a);
        struct str line = str_cut(&text, '\n');
        if (!str_eq(diag_escape(&w->a, line), line))
            abort();
        arena_pop(&w->a, mark);
    }
}

static void check_json(struct str text, bool in_lines)
{
    while (text.n > 0) {
        struct str one = text;
        if (in_lines)
            one = str_cut(&text, '\n');
        else
            text.n = 0;
        json_t *j = json_loadb(one.p, one.n, 0, NULL);
        if (!j)
            abort();
        json_decref(j);
    }
}

static uint32_t count_byte(struct str text, char c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < text.n; i++)
        n += text.p[i] == c;
    return n;
}

static void check_xml(struct world *w, struct str text)
{
    check_lines(w, text);
    if (count_byte(text, '<') != count_byte(text, '>'))
        abort();
}

/* As many points as the plan says. */
static void check_tap(struct world *w, struct str text)
{
    check_lines(w, text);
    str_cut(&text, '\n');
    unsigned long plan = strtoul(str_cut(&text, '\n').p + 3, NULL, 10), points = 0;
    while (text.n > 0) {
        struct str line = str_cut(&text, '\n');
        points += str_starts(line, STR("ok ")) || str_starts(line, STR("not ok "));
    }
    if (plan != points)
        abort();
}

static void check(struct world *w, const struct report_format *f, struct str text)
{
    const char *name = f->name;
    if (strcmp(name, "json") == 0 || strcmp(name, "sarif") == 0 || strcmp(name, "gitlab") == 0 ||
        strcmp(name, "rdjson") == 0)
        check_json(text, false);
    else if (strcmp(name, "ndjson") == 0 || strcmp(name, "rdjsonl") == 0)
        check_json(text, true);
    else if (strcmp(name, "junit") == 0 || strcmp(name, "checkstyle") == 0)
        check_xml(w, text);
    else if (strcmp(name, "tap") == 0)
        check_tap(w, text);
    else
        check_lines(w, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world w = {.r = {.sources = &w.sources, .files = &w.files}};
    arena_init(&w.a, NULL);
    file_store_init(&w.files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&w.sources, NULL);
    w.sink.a = &w.a;
    build(&w, (struct input){{(const char *)data, (uint32_t)size}});
    uint32_t n;
    const struct report_format *all = report_formats(&n);
    for (uint32_t i = 0; i < n; i++) {
        check(&w, &all[i], write_format(&w, &all[i], false));
        write_format(&w, &all[i], true);
    }
    source_store_free(&w.sources);
    file_store_free(&w.files);
    arena_free(&w.a);
    return 0;
}
