/* Values in the documents, expressions folded. */
#include "base/buf.h"
#include "base/num.h"
#include "kinds/rails/rails.h"

/* ---- words ---- */

static struct str without_marks(struct str text)
{
    if (!str_starts(text, STR("<%=")) || !str_ends(text, STR("%>")))
        return text;
    struct str body = str_trim(str_slice(text, 3, text.n - 2));
    return str_ends(body, STR("-")) ? str_trim(str_slice(body, 0, body.n - 1)) : body;
}

static struct ruby_value of_piece(const struct ruby_scope *scope, const struct node *piece)
{
    if (piece->flags & NODE_UNKNOWN)
        return ruby_fold(scope, without_marks(piece->text));
    return (struct ruby_value){.type = RUBY_STRING, .s = piece->text};
}

static void append(struct buf *b, struct ruby_value v)
{
    if (v.type == RUBY_INT)
        buf_printf(b, "%lld", (long long)v.i);
    else
        buf_put(b, v.s);
}

struct ruby_value rails_word(const struct ruby_scope *scope, const struct node *word)
{
    struct buf b = {.a = scope->a};
    struct span at = SPAN_NONE;
    if (!word->first)
        return node_is_known(word) ? (struct ruby_value){.type = RUBY_STRING, .s = word->text}
                                   : (struct ruby_value){.type = RUBY_UNKNOWN};
    if (!word->first->next)
        return of_piece(scope, word->first);
    for (const struct node *piece = word->first; piece; piece = piece->next) {
        struct ruby_value v = of_piece(scope, piece);
        if (v.type == RUBY_UNKNOWN)
            return v;
        append(&b, v);
        at = span_is_none(at) ? v.at : at;
    }
    return (struct ruby_value){.type = RUBY_STRING, .s = buf_str(&b), .at = at};
}

/* ---- numbers ---- */

bool rails_number(struct ruby_value v, int64_t *ret)
{
    *ret = v.i;
    return v.type == RUBY_INT || (v.type == RUBY_STRING && num_parse_int(str_trim(v.s), ret));
}

/* A count, at the variable that it comes from or else where it is written. */
struct value rails_count(struct arena *a, struct ruby_value v, const struct origin *written)
{
    int64_t n;
    struct origin *o = arena_new(a, struct origin);
    bool known = rails_number(v, &n) && n >= 0;
    *o = span_is_none(v.at) ? *written : (struct origin){.kind = ORIGIN_SET, .at = v.at};
    if (known)
        o->written = v.type == RUBY_STRING ? str_trim(v.s) : str_printf(a, "%lld", (long long)n);
    if (known)
        return value_with_origin(value_int(n), o);
    return value_with_origin(value_unknown(a, v.type == RUBY_UNKNOWN && v.s.n ? v.s : STR("a Ruby expression")), o);
}

struct value rails_default(struct arena *a, int64_t n, const struct origin *where, const char *of)
{
    return value_with_origin(value_int(n), origin_new(a, ORIGIN_DEFAULT, where->at, str_from(of)));
}

/* ---- keys ---- */

const struct node *rails_key(const struct node *map, const char *name)
{
    const struct node *found = NULL;
    for (const struct node *e = map && map->kind == NODE_MAP ? map->first : NULL; e; e = e->next) {
        bool symbol = str_byte(e->text, 0) == ':';
        struct str key = symbol ? str_slice(e->text, 1, e->text.n) : e->text;
        if (e->kind == NODE_ENTRY && str_eq(key, str_from(name)) && node_value(e))
            found = e;
    }
    return found;
}

const struct node *rails_value(const struct node *map, const char *name)
{
    const struct node *e = rails_key(map, name);
    return e ? node_value(e) : NULL;
}

struct service *rails_add_service(struct kind_job *job, struct contributions *out, struct str program, struct span at)
{
    struct str name = job->container && job->container->name.n ? job->container->name : program;
    struct service *s = contribute_service(out, STR("rails"), name, at);
    s->program = program;
    s->alias = RAILS_APPLICATION;
    s->path = source_get(job->sources, job->source)->file->path;
    s->more_listens = true;
    s->field[SERVICE_WORKER_MODEL] = str_eq(program, STR("puma")) ? value_string(STR("thread")) : value_null();
    return s;
}
