/* From a file to its tree. */
#include "base/path.h"
#include "formats/json.h"
#include "formats/yaml.h"
#include "kinds/app/app.h"
#include "text/marks.h"

enum app_format { FORMAT_YAML, FORMAT_JSON, FORMAT_GUESSED_YAML, FORMAT_GUESSED_JSON };

static bool starts_json(struct str text)
{
    struct str rest = str_trim(text);
    return str_byte(rest, 0) == '{' || str_starts(rest, STR("//")) || str_starts(rest, STR("/*"));
}

/* By its name; of another name by how it begins. Which reader the application has is not known, so JSON may hold what JSON5 and JavaScript allow. */
static enum app_format format_of(struct str path, struct str text)
{
    static const char *const yaml[] = {".yaml", ".yml", NULL}, *const json[] = {".json", ".json5", ".jsonc", NULL},
                             *const js[] = {".js", ".cjs", ".mjs", ".ts", NULL};
    struct str ext = path_ext(marks_plain_name(path));
    if (str_is_one_of(ext, yaml))
        return FORMAT_YAML;
    if (str_is_one_of(ext, json))
        return FORMAT_JSON;
    return str_is_one_of(ext, js) || starts_json(text) ? FORMAT_GUESSED_JSON : FORMAT_GUESSED_YAML;
}

static struct node *read_as(struct kind_job *job, enum app_format format, struct sink *sink)
{
    bool json = format == FORMAT_JSON || format == FORMAT_GUESSED_JSON;
    return json ? json_read(job->a, job->sources, job->source, JSON_RELAXED, sink)
                : yaml_read(job->a, job->sources, job->source, sink);
}

/* What has another name may be of another format (TOML, a program): it is then not read, and no fault. */
struct node *app_read(struct kind_job *job)
{
    const struct source *from = source_get(job->sources, job->source);
    struct span all = {job->source, 0, from->text.n}, start = {job->source, 0, 0};
    enum app_format format = format_of(from->file->path, from->text);
    struct sink quiet = {.a = job->a};
    if (job->n_apps == 0)
        diag_not_analysed(job->sink, start, (struct str){0}, "no entry of `apps` in loadline.yaml names this file");
    if (format == FORMAT_YAML || format == FORMAT_JSON)
        return read_as(job, format, job->sink);
    struct node *root = read_as(job, format, &quiet);
    if (quiet.findings.n == 0 && quiet.not_analysed.n == 0)
        return root;
    diag_not_analysed(job->sink, start, (struct str){0}, "it cannot be read as YAML or JSON");
    return node_new(job->a, NODE_ROOT, all);
}
