#include "run_options.h"

#include "diag/closest.h"
#include "diag/sink.h"

struct str run_option_kind(struct arena *a, struct str name, const struct kind **ret)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < kinds_count; i++)
        closest_offer(&c, kinds_all[i]->name, 0);
    *ret = kind_find(name);
    if (*ret)
        return (struct str){0};
    const char *hint = c.best.n ? str_printf(a, "; the nearest is `%.*s`", STR_ARG(c.best)).p : "";
    return str_printf(a, "no kind is called `%s`%s", diag_quote(a, name).p, hint);
}

struct str run_option_target(struct run_options *o, struct arena *a, struct str value)
{
    struct run_target t;
    struct str version = value, name = str_cut(&version, '=');
    if (name.n == 0 || version.n == 0)
        return str_printf(a, "`--target` takes KIND=VERSION, not `%s`", diag_quote(a, value).p);
    struct str error = run_option_kind(a, name, &t.kind);
    if (error.n == 0 && !version_parse(version, &t.version))
        error = str_printf(a, "`%s` is not a version", diag_quote(a, version).p);
    if (error.n == 0)
        vec_push(a, &o->targets, t);
    return error;
}

bool run_option_take(struct run_options *o, struct arena *a, int id, struct str value, struct str *ret_error)
{
    *ret_error = (struct str){0};
    /* clang-format off */
    switch (id) {
    case RUN_OPTION_KIND: *ret_error = run_option_kind(a, value, &o->kind); break;
    case RUN_OPTION_TARGET: *ret_error = run_option_target(o, a, value); break;
    case RUN_OPTION_FACTS: vec_push(a, &o->facts, value); break;
    case RUN_OPTION_HOST: vec_push(a, &o->hosts, value); break;
    case RUN_OPTION_PATH: vec_push(a, &o->path_maps, value); break;
    case RUN_OPTION_CPUS: o->cpus = value; break;
    case RUN_OPTION_MEMORY: o->memory = value; break;
    case RUN_OPTION_NO_CONFIG: o->no_config = true; break;
    default: return false;
    }
    /* clang-format on */
    return true;
}
