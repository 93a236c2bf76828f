/* A rule as JSON: what its file states, tests and places left out. */
#include "explain.h"

#include "report/json_out.h"

static json_t *strings(struct report_out *o, const struct str *p, uint32_t n)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < n; i++)
        js_push(o, list, js_text(o, p[i]));
    return list;
}

static json_t *texts(struct report_out *o, const struct rule_text *p, uint32_t n)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < n; i++)
        js_push(o, list, js_text(o, p[i].text));
    return list;
}

static json_t *option_text(struct report_out *o, const struct rule *rule, struct str name)
{
    for (uint32_t i = 0; i < rule->docs.n_options; i++)
        if (str_eq(rule->docs.options[i].name, name))
            return js_text(o, rule->docs.options[i].text);
    return json_null();
}

static json_t *options(struct report_out *o, const struct rule *rule)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < rule->n_params; i++) {
        json_t *option = json_object();
        js_put(o, option, "name", js_text(o, rule->params[i].name));
        js_put(o, option, "type", js_text(o, rule->params[i].type));
        js_put(o, option, "default", js_text(o, rule->params[i].default_text));
        js_put(o, option, "text", option_text(o, rule, rule->params[i].name));
        js_push(o, list, option);
    }
    return list;
}

static json_t *variables(struct report_out *o, const struct rule *rule)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < rule->n_variables; i++) {
        json_t *variable = json_object();
        js_put(o, variable, "name", js_text(o, rule->variables[i].name));
        js_put(o, variable, "expression", js_text(o, rule->variables[i].expression.text));
        js_push(o, list, variable);
    }
    return list;
}

static json_t *fix(struct report_out *o, const struct rule_fix *f)
{
    if (f->applicability.n == 0)
        return json_null();
    json_t *object = json_object();
    js_put(o, object, "applicability", js_text(o, f->applicability));
    js_put(o, object, "replace", js_text_or_null(o, f->replace.text));
    js_put(o, object, "set", js_text_or_null(o, f->set.text));
    js_put(o, object, "with", js_text_or_null(o, f->with.text));
    return object;
}

static void put_card(struct report_out *o, json_t *to, const struct rule *rule)
{
    const struct rule_info *info = &rule->info;
    js_put(o, to, "id", js_text(o, info->id));
    js_put(o, to, "pack", js_text(o, rule_pack(info->id)));
    js_put(o, to, "title", js_text(o, info->title));
    js_put(o, to, "severity", js_text(o, severity_name(info->severity)));
    js_put(o, to, "precision", js_text(o, precision_name(info->precision)));
    js_put(o, to, "status", js_text(o, rule_status_name(info->status)));
    js_put(o, to, "since", js_text_or_null(o, info->since));
    js_put(o, to, "tags", strings(o, info->tags, info->n_tags));
    js_put(o, to, "aliases", strings(o, rule->aliases, rule->n_aliases));
    js_put(o, to, "ignorable", json_boolean(info->ignorable));
}

static void put_judgement(struct report_out *o, json_t *to, const struct rule *rule)
{
    js_put(o, to, "select", js_text(o, rule->select));
    js_put(o, to, "check", js_text_or_null(o, rule->check));
    js_put(o, to, "when", js_text_or_null(o, rule->when.text));
    js_put(o, to, "variables", variables(o, rule));
    js_put(o, to, "assert", js_text_or_null(o, rule->assertion.text));
    js_put(o, to, "at", js_text_or_null(o, rule->at.text));
    js_put(o, to, "label", js_text_or_null(o, rule->label.text));
    js_put(o, to, "message", js_text_or_null(o, rule->message.text));
    js_put(o, to, "notes", texts(o, rule->notes, rule->n_notes));
    js_put(o, to, "help", js_text_or_null(o, rule->help.text));
    js_put(o, to, "fix", fix(o, &rule->fix));
}

void explain_json(struct report_out *o, const struct rule *rule)
{
    json_t *object = json_object();
    put_card(o, object, rule);
    put_judgement(o, object, rule);
    js_put(o, object, "options", options(o, rule));
    js_put(o, object, "what", js_text_or_null(o, rule->docs.what));
    js_put(o, object, "why", js_text_or_null(o, rule->docs.why));
    js_put(o, object, "example", js_text_or_null(o, rule->docs.example));
    js_put(o, object, "sources", strings(o, rule->docs.sources, rule->docs.n_sources));
    js_write(o, object);
    out_putc(o, '\n');
}
