/* What the API server refuses of containers: quantities that are none, and more asked for than may be had. */
#include "formats/yaml.h"
#include "kinds/kubernetes/kubernetes.h"

/* Deploys put text in place of such before the server sees it: ${MEMORY}, <memory>, __MEMORY__. */
static bool is_placeholder(struct str text)
{
    return str_find_byte(text, '$') < text.n || str_find_byte(text, '<') < text.n ||
           str_find_byte(text, '%') < text.n || str_starts(text, STR("__")) || str_starts(text, STR("@"));
}

static void check_quantity(struct kind_job *job, const struct node *e)
{
    const struct node *v = node_value(e);
    double number;
    bool null = v && v->kind == NODE_WORD && yaml_scalar_type(v, YAML_SCHEMA_CORE) == YAML_SCALAR_NULL;
    if (!v || v->kind != NODE_WORD || !node_is_known(v) || null || is_placeholder(v->text) || kube_quantity(v, &number))
        return;
    struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, v->at, "invalid quantity \"%.*s\" of %.*s",
                                    STR_ARG(diag_quote(job->a, v->text)), STR_ARG(diag_quote(job->a, e->text)));
    diag_label(job->sink, f, "a number with k M G T, Ki Mi Gi Ti, or m, as 512Mi or 250m");
}

static void check_quantities(struct kind_job *job, struct node *map)
{
    for (struct node *e = map && map->kind == NODE_MAP ? map->first : NULL; e; e = e->next)
        if (e->kind == NODE_ENTRY)
            check_quantity(job, e);
}

/* Neither may be left to a default: a limit alone is the request, too. */
static void check_request(struct kind_job *job, struct node *container, const char *what)
{
    struct node *resources = kube_get(container, "resources");
    struct node *limit = kube_get(kube_get(resources, "limits"), what),
                *request = kube_get(kube_get(resources, "requests"), what);
    double most, asked;
    if (!kube_quantity(limit, &most) || !kube_quantity(request, &asked) || asked <= most)
        return;
    struct finding *f =
        diag_syntax(job->sink, SYNTAX_CONFLICT, request->at, "%s request %.*s is more than the limit %.*s", what,
                    STR_ARG(diag_quote(job->a, request->text)), STR_ARG(diag_quote(job->a, limit->text)));
    diag_label(job->sink, f, "must be less than or equal to the limit");
    diag_related(job->sink, f, limit->at, "the limit");
}

void kube_check(struct kind_job *job)
{
    for (struct node *c = NULL; (c = kube_next_block(job, 0, c)) != NULL;) {
        struct node *resources = kube_get(c, "resources");
        check_quantities(job, kube_get(resources, "limits"));
        check_quantities(job, kube_get(resources, "requests"));
        check_request(job, c, "memory");
        check_request(job, c, "cpu");
    }
}
