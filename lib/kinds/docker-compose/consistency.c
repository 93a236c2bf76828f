/* What docker refuses of a compose file as a whole. Source: compose-go, loader/validate.go and its like; docker/docker-py say the same. */
#include "formats/yaml.h"
#include "kinds/docker-compose/docker-compose.h"

static bool is_known_word(const struct node *v)
{
    return v && v->kind == NODE_WORD && node_is_known(v) && !(v->flags & NODE_FAULTY);
}

/* ---- names ---- */

/* Whether a top-level map has the name, or may have it. */
static bool may_have(const struct compose_state *s, const char *what, struct str name)
{
    struct node *map = compose_get(s->top, what);
    bool open = s->partial || s->others || s->more_services || (s->top->flags & NODE_TAINTED) ||
                (map && (map->kind != NODE_MAP || (map->flags & NODE_TAINTED)));
    return open || (map && node_find(map, name));
}

static void need(struct kind_job *job, const struct node *service, const char *what, const struct node *at,
                 struct str name)
{
    if (may_have(job->state, what, name))
        return;
    struct str kind = str_slice(str_from(what), 0, (uint32_t)strlen(what) - 1);
    struct finding *f = diag_syntax(job->sink, SYNTAX_UNRESOLVED, at->kind == NODE_ENTRY ? at->name_at : at->at,
                                    "%.*s \"%.*s\" of service \"%.*s\" is not defined", STR_ARG(kind),
                                    STR_ARG(diag_quote(job->a, name)), STR_ARG(diag_quote(job->a, service->text)));
    diag_label(job->sink, f, "not under `%s:`", what);
}

/* Lists of names, or maps by name. */
static void need_each(struct kind_job *job, struct node *service, const char *key, const char *what)
{
    struct node *v = compose_get(node_value(service), key);
    for (struct node *n = v && v->kind != NODE_WORD ? v->first : NULL; n; n = n->next) {
        struct node *value = n->kind == NODE_ENTRY ? node_value(n) : NULL;
        struct node *optional = value ? compose_get(value, "required") : NULL;
        bool known =
            n->kind == NODE_ENTRY ? !(n->flags & NODE_UNKNOWN) && !str_starts(n->text, STR("x-")) : is_known_word(n);
        if (known && !(optional && str_eq(optional->text, STR("false"))) &&
            !(!strcmp(what, "networks") && str_eq(n->text, STR("default"))))
            need(job, service, what, n, n->text);
    }
}

/* "name:/path" names a volume; what begins with a dot, a slash or ~ is a path. */
static void need_volumes(struct kind_job *job, struct node *service)
{
    struct node *list = compose_get(node_value(service), "volumes");
    for (struct node *v = list && list->kind == NODE_LIST ? list->first : NULL; v; v = v->next) {
        struct node *type = v->kind == NODE_MAP ? compose_get(v, "type") : NULL;
        struct node *source = v->kind == NODE_MAP ? compose_get(v, "source") : v;
        if (!is_known_word(source) ||
            (v->kind == NODE_MAP && !(is_known_word(type) && str_eq(type->text, STR("volume")))))
            continue;
        uint32_t colon = str_find_byte(source->text, ':');
        struct str name = str_slice(source->text, 0, v->kind == NODE_MAP ? source->text.n : colon);
        bool is_path = name.n < 2 || strchr("./~$\\", name.p[0]) || str_find_byte(name, '/') < name.n;
        if (v->kind == NODE_MAP || (colon < source->text.n && !is_path))
            need(job, service, "volumes", source, name);
    }
}

/* What a service waits for. */
static void check_conditions(struct kind_job *job, struct node *service)
{
    struct node *on = compose_get(node_value(service), "depends_on");
    for (struct node *e = on && on->kind == NODE_MAP ? on->first : NULL; e; e = e->next) {
        struct node *v = e->kind == NODE_ENTRY && node_value(e) ? compose_get(node_value(e), "condition") : NULL;
        if (!is_known_word(v) || str_eq(v->text, STR("service_started")) || str_eq(v->text, STR("service_healthy")) ||
            str_eq(v->text, STR("service_completed_successfully")))
            continue;
        struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, v->at, "invalid condition \"%.*s\" of depends_on",
                                        STR_ARG(diag_quote(job->a, v->text)));
        diag_label(job->sink, f, "service_started, service_healthy or service_completed_successfully");
    }
}

/* ---- settings that must agree ---- */

static struct value get(struct kind_job *job, struct node *service, const char *name)
{
    struct value v = value_null();
    compose_setting(job, service, str_from(name), &v);
    return v;
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET && v.type != VALUE_UNKNOWN && v.type != VALUE_NULL;
}

static void must_agree(struct kind_job *job, struct node *service, const char *plain, const char *deploy)
{
    struct value x = get(job, service, plain), y = get(job, service, deploy);
    if (!is_set(x) || !is_set(y) || value_as_double(x) == 0 || value_as_double(y) == 0 || !value_compare_numbers(x, y))
        return;
    struct finding *f =
        diag_syntax(job->sink, SYNTAX_CONFLICT, value_at(y), "%s %.*s and %s %.*s of service \"%.*s\" disagree", plain,
                    STR_ARG(value_show(job->a, x)), deploy, STR_ARG(value_show(job->a, y)),
                    STR_ARG(diag_quote(job->a, service->text)));
    diag_label(job->sink, f, "docker compose refuses two values of one limit");
    diag_related(job->sink, f, value_at(x), "the other one");
}

static void check_modes(struct kind_job *job, struct node *service)
{
    struct node *map = node_value(service), *mode = compose_get(map, "network_mode"),
                *nets = compose_get(map, "networks");
    struct node *name = compose_entry(map, STR("container_name"));
    struct value scale = get(job, service, "scale"), replicas = get(job, service, "deploy.replicas");
    bool several = (is_set(scale) && scale.as.i > 1) || (is_set(replicas) && replicas.as.i > 1);
    if (mode && nets && is_known_word(mode))
        diag_syntax(job->sink, SYNTAX_CONFLICT, mode->at,
                    "network_mode and networks of service \"%.*s\" exclude each other",
                    STR_ARG(diag_quote(job->a, service->text)));
    if (name && several)
        diag_syntax(job->sink, SYNTAX_CONFLICT, name->name_at,
                    "several containers of service \"%.*s\" cannot have one container_name",
                    STR_ARG(diag_quote(job->a, service->text)));
}

/* ---- one service ---- */

/* The daemon refuses to create the container. */
static void check_restart(struct kind_job *job, struct node *service)
{
    static const char *const policies[] = {"no", "always", "unless-stopped", "on-failure", ""};
    struct node *v = compose_get(node_value(service), "restart");
    struct str policy = is_known_word(v) ? v->text : (struct str){0};
    struct str name = str_cut(&policy, ':');
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        if (str_eq(name, str_from(policies[i])))
            return;
    if (yaml_scalar_type(v, YAML_SCHEMA_CORE) != YAML_SCALAR_STRING)
        return; /* told by the schema */
    struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, v->at, "invalid restart policy \"%.*s\"",
                                    STR_ARG(diag_quote(job->a, v->text)));
    diag_label(job->sink, f, "no, always, unless-stopped, on-failure or on-failure:N");
}

static bool has_image(struct node *map)
{
    static const char *const keys[] = {"image", "build", "extends", "x-extends", "provider"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (node_find(map, str_from(keys[i])))
            return true;
    return map->flags & NODE_TAINTED;
}

static void check_service(struct kind_job *job, struct node *service)
{
    const struct compose_state *s = job->state;
    struct node *map = node_value(service);
    if (!s->partial && !has_image(map)) {
        struct finding *f = diag_syntax(job->sink, SYNTAX_MISSING, service->name_at,
                                        "service \"%.*s\" has neither an image nor a build",
                                        STR_ARG(diag_quote(job->a, service->text)));
        diag_label(job->sink, f, "docker refuses the file");
    }
    check_restart(job, service);
    check_modes(job, service);
    check_conditions(job, service);
    compose_check_values(job, service);
    must_agree(job, service, "mem_limit", "deploy.resources.limits.memory");
    must_agree(job, service, "mem_reservation", "deploy.resources.reservations.memory");
    must_agree(job, service, "cpus", "deploy.resources.limits.cpus");
    must_agree(job, service, "pids_limit", "deploy.resources.limits.pids");
    must_agree(job, service, "scale", "deploy.replicas");
    need_each(job, service, "depends_on", "services");
    need_each(job, service, "networks", "networks");
    need_volumes(job, service);
}

void compose_check_whole(struct kind_job *job)
{
    for (struct node *e = NULL; (e = compose_next_block(job, 0, e)) != NULL;)
        check_service(job, e);
}
