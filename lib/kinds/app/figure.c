/* What stands in the file at the end of a path, and what it comes to. */
#include "kinds/app/app.h"

#include "base/buf.h"
#include "base/map.h"
#include "diag/escape.h"
#include "formats/yaml.h"

static const char *file_of(const struct app_reading *r)
{
    struct str path = source_get(r->job->sources, r->job->source)->file->path;
    return diag_quote(r->job->a, path).p;
}

static struct value unknown_figure(const struct app_reading *r, const struct app_figure *f)
{
    struct str what = f->written.n ? f->written : f->deflt.type == VALUE_NULL ? STR("a figure") : STR("a default");
    return value_unknown(r->job->a, str_printf(r->job->a, "%.*s of %.*s", STR_ARG(what), STR_ARG(r->map->name)));
}

/* The place of what is written, without its quotes. */
static struct span place_of(const struct node *value)
{
    return value->kind == NODE_WORD && value->quote ? value->name_at : value->at;
}

/* A bare number is shown with its unit. */
static const struct origin *origin_of(const struct app_reading *r, const struct app_figure *f, const struct node *word,
                                      bool with_unit)
{
    struct arena *a = r->job->a;
    struct origin *o = arena_new(a, struct origin);
    struct span at = place_of(word);
    struct str written = source_text(r->job->sources, at);
    *o = (struct origin){.kind = ORIGIN_SET, .at = at};
    o->written = with_unit ? str_concat(a, written, f->unit) : written;
    return o;
}

static void tell_absent(const struct app_reading *r, const struct app_figure *f)
{
    diag_not_analysed(r->job->sink, f->at, (struct str){0}, "apps: %s has no %s", file_of(r),
                      diag_quote(r->job->a, f->written).p);
}

static void tell_wrong(const struct app_reading *r, const struct app_figure *f, const struct node *value,
                       const char *wanted)
{
    struct str text = value->kind == NODE_WORD  ? diag_quote(r->job->a, value->text)
                      : value->kind == NODE_MAP ? STR("a mapping")
                                                : STR("a list");
    diag_not_analysed(r->job->sink, place_of(value), (struct str){0}, "apps: %s is %.*s, not %s",
                      diag_quote(r->job->a, f->written).p, STR_ARG(text), wanted);
}

static bool is_nothing(const struct node *value)
{
    return value->kind == NODE_WORD && node_is_known(value) &&
           yaml_scalar_type(value, YAML_SCHEMA_CORE) == YAML_SCALAR_NULL;
}

/* "${WORKERS:-4}", "{{ workers }}": what the application fills in from elsewhere. */
static bool is_filled_in(struct str text)
{
    return str_find(text, STR("${")) < text.n || str_find(text, STR("{{")) < text.n ||
           str_find(text, STR("<%")) < text.n || (str_byte(text, 0) == '$' && text.n > 1);
}

/* Puts in for ${NAME}, and ${NAME:default} in its forms, what loadline.yaml's `env` has. False: a variable is not known. */
static bool fill_in(const struct app_reading *r, struct str text, struct str *ret)
{
    struct buf b = {.a = r->job->a};
    while (text.n) {
        uint32_t at = str_find(text, STR("${")), n = 0;
        struct str rest = str_slice(text, at + 2, text.n), inner = str_slice(rest, 0, str_find_byte(rest, '}'));
        while (n < inner.n && (ch_is_alpha(inner.p[n]) || ch_is_digit(inner.p[n]) || inner.p[n] == '_'))
            n++;
        const struct str *known = r->job->env ? map_get(r->job->env, str_slice(inner, 0, n)) : NULL;
        buf_put(&b, str_slice(text, 0, at));
        if (at < text.n && (!known || inner.n == rest.n))
            return false;
        if (at < text.n)
            buf_put(&b, *known);
        text = str_slice(rest, inner.n + 1, rest.n);
    }
    *ret = buf_str(&b);
    return !is_filled_in(*ret);
}

/* The text of a word, with what is known of the environment put in. False: it is not known. */
static bool text_of(const struct app_reading *r, const struct node *word, struct str *ret)
{
    *ret = word->text;
    return node_is_known(word) && (!is_filled_in(word->text) || fill_in(r, word->text, ret));
}

/* The values that a path names, less those that say nothing. */
static struct tree_matches matches_of(const struct app_reading *r, const struct app_figure *f)
{
    struct tree_matches found = {0}, said = {0};
    if (!r->top || f->path.n == 0) {
        said.uncertain = !r->top && f->path.n > 0;
        return said;
    }
    tree_path_find(r->job->a, r->top, &f->path, &found);
    said.uncertain = found.uncertain;
    for (uint32_t i = 0; i < found.all.n; i++)
        if (!is_nothing(found.all.p[i]))
            vec_push(r->job->a, &said.all, found.all.p[i]);
    return said;
}

/* Nothing stands there. */
static struct value absent(const struct app_reading *r, const struct app_figure *f, bool uncertain)
{
    if (uncertain)
        return unknown_figure(r, f);
    if (f->deflt.type != VALUE_NULL)
        return f->deflt;
    tell_absent(r, f);
    return unknown_figure(r, f);
}

static struct value value_at_path(const struct app_reading *r, const struct app_figure *f, const struct node *word)
{
    const char *wanted = f->type == APP_TEXT ? "a text" : "";
    struct value v = value_null();
    bool scalar = word->kind == NODE_WORD;
    struct str text = {0};
    if (scalar && !text_of(r, word, &text))
        return value_with_origin(unknown_figure(r, f), origin_of(r, f, word, false));
    bool ok = app_value(f->type, text, f->unit, &v, &wanted) && scalar;
    if (!ok) {
        tell_wrong(r, f, word, wanted);
        return unknown_figure(r, f);
    }
    bool bare = f->unit.n && text.n && ch_is_digit(text.p[text.n - 1]) && str_eq(text, word->text);
    return value_with_origin(v, origin_of(r, f, word, bare));
}

struct value app_figure_value(const struct app_reading *r, const struct app_figure *f)
{
    if (!f->given)
        return value_null();
    struct tree_matches found = matches_of(r, f);
    if (found.uncertain || found.all.n == 0)
        return absent(r, f, found.uncertain);
    if (found.all.n == 1)
        return value_at_path(r, f, found.all.p[0]);
    diag_not_analysed(r->job->sink, f->at, (struct str){0}, "apps: %s names %u values of %s, and one is wanted",
                      diag_quote(r->job->a, f->written).p, found.all.n, file_of(r));
    return unknown_figure(r, f);
}

/* ---- addresses ---- */

static void add_word(const struct app_reading *r, const struct app_figure *f, const struct node *word,
                     struct app_texts *ret)
{
    struct str text;
    if (word->kind != NODE_WORD) {
        tell_wrong(r, f, word, "an address, or a list of them");
        ret->unknown = true;
    } else if (!text_of(r, word, &text)) {
        ret->unknown = true;
    } else {
        vec_push(r->job->a, &ret->all, ((struct app_text){text, origin_of(r, f, word, false)}));
    }
}

static bool is_item(const struct node *n)
{
    return n->kind == NODE_WORD || n->kind == NODE_MAP || n->kind == NODE_LIST;
}

void app_figure_texts(const struct app_reading *r, const struct app_figure *f, struct app_texts *ret)
{
    *ret = (struct app_texts){0};
    if (!f->given)
        return;
    struct tree_matches found = matches_of(r, f);
    for (uint32_t i = 0; i < found.all.n; i++) {
        const struct node *value = found.all.p[i];
        bool list = value->kind == NODE_LIST;
        for (const struct node *n = list ? value->first : NULL; n; n = n->next)
            if (is_item(n))
                add_word(r, f, n, ret);
        ret->unknown |= list && (value->flags & NODE_TAINTED);
        if (!list)
            add_word(r, f, value, ret);
    }
    ret->unknown |= found.uncertain;
    if (found.all.n > 0 || ret->unknown)
        return;
    struct value v = absent(r, f, false);
    ret->unknown = v.type != VALUE_STRING;
    if (v.type == VALUE_STRING)
        vec_push(r->job->a, &ret->all, ((struct app_text){{v.as.s, v.n}, v.origin}));
}

void app_tell_no_place(const struct app_reading *r, const struct app_figure *f, const struct app_text *text)
{
    diag_not_analysed(r->job->sink, text->origin->at, (struct str){0},
                      "apps: no host and port can be read off %s; `address` and `port` can name where they stand",
                      diag_quote(r->job->a, f->written.n ? f->written : STR("the default")).p);
}
