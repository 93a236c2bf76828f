/* params: and the values that declared parameters take. */
#include "formats/yaml.h"
#include "ruleset/load.h"
#include "ruleset/load_parts.h"

/* ---- values ---- */

static bool item_value(const struct node *item, struct value *ret)
{
    bool b;
    int64_t i;
    double d;
    if (item->kind != NODE_WORD || yaml_scalar_type(item, YAML_SCHEMA_CORE) == YAML_SCALAR_NULL)
        return false;
    if (yaml_bool(item, YAML_SCHEMA_CORE, &b))
        *ret = value_bool(b);
    else if (yaml_int(item, YAML_SCHEMA_CORE, &i))
        *ret = value_int(i);
    else if (yaml_double(item, YAML_SCHEMA_CORE, &d))
        *ret = value_double(d);
    else
        *ret = value_string(item->text);
    return true;
}

static bool list_value(struct arena *a, const struct node *list, struct value *ret)
{
    uint32_t n = 0;
    for (const struct node *item = list->first; item; item = item->next)
        n += item->kind != NODE_COMMENT;
    struct value *items = arena_array(a, struct value, n);
    n = 0;
    for (const struct node *item = list->first; item; item = item->next)
        if (item->kind != NODE_COMMENT && !item_value(item, &items[n++]))
            return false;
    *ret = value_list(items, n);
    return true;
}

bool rule_param_read(struct arena *a, struct str type, const struct node *value, struct value *ret)
{
    bool list = str_eq(type, STR("list"));
    if (list != (value->kind == NODE_LIST) || value->kind == NODE_MAP || (value->flags & NODE_FAULTY))
        return false;
    if (list)
        return list_value(a, value, ret);
    if (yaml_scalar_type(value, YAML_SCHEMA_CORE) == YAML_SCALAR_NULL)
        return false;
    struct value v = rule_param_value(a, type, value->text);
    if (value_is_unknown(v))
        return false;
    *ret = v;
    return true;
}

/* ---- declarations ---- */

/* One parameter while it is read: the default is judged when the type is known. */
struct declaration {
    struct str type;
    const struct node *value;
};

static void type_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    uint32_t n = 0, i;
    while (rule_param_types[n].n)
        n++;
    if (load_word(l, value, rule_param_types, n, &i))
        *(struct str *)load_field(into, key) = rule_param_types[i];
}

static const struct load_key declaration_keys[] = {
    {STR_INIT("type"), type_field, offsetof(struct declaration, type), true},
    {STR_INIT("default"), load_node_field, offsetof(struct declaration, value), true},
};

static void set_default(struct load *l, const struct declaration *d, struct rule_param *p)
{
    struct value v;
    if (!rule_param_read(l->a, d->type, d->value, &v)) {
        struct str text = source_text(l->sources, d->value->at);
        load_fault(l, load_place(d->value), "default \"%s\" is no %.*s", load_quote(l, text), STR_ARG(d->type));
        return;
    }
    p->default_text = d->value->text;
    if (v.type == VALUE_LIST) {
        p->default_items = v.as.items;
        p->n_default_items = v.n;
        p->default_text = str_printf(l->a, "[%.*s]", STR_ARG(value_format(l->a, v)));
    }
}

static void param_item(struct load *l, const struct node *entry, void *item)
{
    struct rule_param *p = item;
    struct declaration d = {0};
    const struct node *value = node_value(entry);
    p->name = entry->text;
    p->at = entry->name_at;
    load_identifier(l, p->name, p->at, "a parameter");
    if (!value)
        return;
    load_map(l, value, "a parameter", declaration_keys, LOAD_COUNT(declaration_keys), &d);
    p->type = d.type;
    if (d.type.n && d.value)
        set_default(l, &d, p);
}

void load_params(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    (void)key;
    rule->params = load_entries(l, value, sizeof(struct rule_param), param_item, &rule->n_params);
}
