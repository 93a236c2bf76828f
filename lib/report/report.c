#include "report/report.h"

static const struct report_format formats[] = {
#define X(name, about) {#name, about, report_##name},
    REPORT_FORMATS(X)
#undef X
};

enum { N_FORMATS = sizeof(formats) / sizeof(formats[0]) };

const struct report_format *report_find(struct str name)
{
    for (uint32_t i = 0; i < N_FORMATS; i++)
        if (str_eq(name, str_from(formats[i].name)))
            return &formats[i];
    return NULL;
}

const struct report_format *report_formats(uint32_t *ret_n)
{
    *ret_n = N_FORMATS;
    return formats;
}

bool report_shows(const struct finding *f)
{
    return f->status == FINDING_FOUND || f->status == FINDING_FAILED;
}

static struct report_place whole_file(struct str path)
{
    if (path.n == 0)
        return (struct report_place){.line = 0};
    return (struct report_place){.path = path, .line = 1, .column = 1, .end_line = 1, .end_column = 1};
}

struct report_place report_place_of(const struct outcome *r, struct span at, struct str path)
{
    struct place p = source_place(r->sources, at);
    if (!p.file)
        return whole_file(path);
    uint32_t size = p.file->bytes.n, off = p.off < size ? p.off : size;
    uint32_t len = p.len < size - off ? p.len : size - off;
    struct line_column start = file_line_column(p.file, off), end = file_line_column(p.file, off + len);
    return (struct report_place){
        .path = p.file->path,
        .file = p.file,
        .off = off,
        .len = len,
        .line = start.line,
        .column = start.column,
        .end_line = end.line,
        .end_column = end.column,
        .via = p.via,
    };
}
