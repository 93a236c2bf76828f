#include "engine/evaluate.h"

#include "base/buf.h"
#include "base/limits.h"

#define FAILED_RULE STR("meta/rule-failed")

/* One rule over one subject. */
struct judgement {
    struct evaluation *e;
    const struct rule_program *p;
    const struct subject *s;
    struct value *vars;
    struct cel_limits limits; /* of each program of the phase */
    struct finding *finding;
};

void evaluate_bind(struct arena *a, const struct rule *rule, const struct subject *subject, struct value *vars)
{
    vars[RULE_SELF] = subject->self;
    vars[RULE_HOST] = scope_host(a, subject->host);
    vars[RULE_PARAMS] = rule_names_object(a, rule, true);
    vars[RULE_VARIABLES] = rule_names_object(a, rule, false);
}

/* n programs share the limits of one evaluation. */
static void share_limits(struct judgement *j, uint32_t n)
{
    j->limits =
        (struct cel_limits){cel_default_limits.cost / n, cel_default_limits.steps, cel_default_limits.bytes / n};
}

static struct value eval(struct judgement *j, const struct cel_program *p)
{
    return cel_eval(p, j->vars, j->e->scratch, &j->limits);
}

/* ---- what is no finding of the rule ---- */

static void name_subject(struct judgement *j, struct finding *f)
{
    struct arena *a = j->e->sink->a;
    if (j->s->service.n)
        f->service = str_dup(a, j->s->service);
    if (j->s->host && !scope_is_nameless(j->s->host))
        vec_push(a, &f->hosts, str_dup(a, value_format(a, j->s->host->name)));
}

/* One cause is told once: in the file of a rule its own place is that of the finding, and equal ones are merged. */
static void rule_failed(struct judgement *j, struct value error, const char *what)
{
    struct sink *sink = j->e->sink;
    struct str id = j->p->rule->info.id;
    struct str other = error.type == VALUE_ERROR ? (struct str){0} : value_format(j->e->scratch, error);
    struct str message =
        error.type == VALUE_ERROR ? error.as.error->message : str_concat(j->e->scratch, STR("no bool but "), other);
    struct span at = error.type == VALUE_ERROR ? error.as.error->at : SPAN_NONE;
    struct finding *f = diag_add(sink, FAILED_RULE, span_is_none(at) ? j->s->at : at, "rule %.*s failed: %s",
                                 STR_ARG(id), diag_escape(j->e->scratch, message).p);
    diag_label(sink, f, "%s of %.*s", what, STR_ARG(id));
    diag_help(
        sink, f,
        "the rule needs a condition for this case, or is too expensive; switch it off with `rules: {%.*s: off}` until it is mended",
        STR_ARG(id));
    if (!span_is_none(at) && !span_is_none(j->s->at))
        diag_related(sink, f, j->s->at, "judged here");
    name_subject(j, f);
}

static void not_run(struct judgement *j, struct value v)
{
    struct arena *a = j->e->scratch;
    const struct reasons *r = v.as.reasons;
    struct str none = STR("a value without a reason");
    bool named = j->s->host && !scope_is_nameless(j->s->host);
    diag_not_run(j->e->sink, j->p->rule->info.id, r && r->n ? r->p : &none, r && r->n ? r->n : 1, j->s->at,
                 named ? str_dup(j->e->sink->a, value_format(a, j->s->host->name)) : (struct str){0});
}

/* True when v is the bool wanted; else what it is instead is told, unless it is the other bool. */
static bool is_bool(struct judgement *j, struct value v, bool wanted, const char *what)
{
    if (v.type == VALUE_BOOL)
        return v.as.b == wanted;
    if (value_is_unknown(v))
        not_run(j, v);
    else
        rule_failed(j, v, what);
    return false;
}

static void compute_variables(struct judgement *j, enum variable_use use)
{
    for (uint32_t i = 0; i < j->p->rule->n_variables; i++)
        if (j->p->uses[i] == use)
            j->vars[RULE_FIRST_VARIABLE + i] = eval(j, j->p->variables[i]);
}

/* Whether the subject breaks the rule. */
static bool is_broken(struct judgement *j, bool *ret_estimate)
{
    share_limits(j, 2 + j->p->rule->n_variables);
    compute_variables(j, VARIABLE_OF_WHEN);
    if (j->p->when && !is_bool(j, eval(j, j->p->when), true, "`when`"))
        return false;
    compute_variables(j, VARIABLE_OF_ASSERT);
    struct value v = eval(j, j->p->assertion);
    *ret_estimate = v.flags & VALUE_ESTIMATE;
    return is_bool(j, v, false, "`assert`");
}

/* ---- the finding ---- */

static uint32_t count_pieces(const struct rule_program *p)
{
    uint32_t n = 4 + p->message.n + p->label.n + p->help.n + p->rule->n_related;
    for (uint32_t i = 0; i < p->rule->n_notes; i++)
        n += p->notes[i].n;
    for (uint32_t i = 0; i < p->rule->n_related; i++)
        n += p->related[i].label.n;
    return n;
}

static struct value eval_text(struct judgement *j, const struct cel_program *p)
{
    struct value v = eval(j, p);
    if (v.type == VALUE_ERROR)
        rule_failed(j, v, "a text");
    return v;
}

static struct str render(struct judgement *j, const struct template *t)
{
    struct buf b = {.a = j->e->scratch};
    for (uint32_t i = 0; i < t->n; i++)
        buf_put(&b, t->pieces[i].program ? template_show(j->e->scratch, eval_text(j, t->pieces[i].program))
                                         : t->pieces[i].text);
    return buf_str(&b);
}

/* Where a finding about a value points: where it comes from, else the subject. */
static struct span place_of(struct judgement *j, const struct cel_program *path)
{
    struct value v = eval(j, path);
    struct span at = value_at(v);
    return span_is_none(at) ? j->s->at : at;
}

/* A note that is one {list} makes a note of each item. */
static void add_note(struct judgement *j, const struct template *t)
{
    bool single = t->n == 1 && t->pieces[0].program;
    struct value v = single ? eval_text(j, t->pieces[0].program) : value_null();
    const struct value *items = v.type == VALUE_LIST ? v.as.items : &v;
    for (uint32_t i = 0; single && i < (v.type == VALUE_LIST ? v.n : 1); i++) {
        struct str item = template_show(j->e->scratch, items[i]);
        diag_note(j->e->sink, j->finding, "%.*s", STR_ARG(item));
    }
    struct str text = single ? (struct str){0} : render(j, t);
    if (!single)
        diag_note(j->e->sink, j->finding, "%.*s", STR_ARG(text));
}

/* A place that is not known explains nothing. */
static void add_related(struct judgement *j, const struct related_program *r)
{
    struct span at = value_at(eval(j, r->at));
    if (span_is_none(at))
        return;
    struct str label = render(j, &r->label);
    diag_related(j->e->sink, j->finding, at, "%.*s", STR_ARG(label));
}

static enum applicability applicability_of(struct str name)
{
    return str_eq(name, STR("safe")) ? FIX_SAFE : str_eq(name, STR("display")) ? FIX_DISPLAY : FIX_UNSAFE;
}

/* What a value is written as; false: it is not known, or nothing that is written. */
static bool written_form(struct judgement *j, struct value v, struct edit *ret)
{
    struct arena *a = j->e->scratch;
    switch (v.type) {
    case VALUE_STRING:
        ret->text = (struct str){v.as.s, v.n};
        return true;
    case VALUE_BOOL:
        ret->text = v.as.b ? STR("true") : STR("false");
        ret->form = EDIT_FLAG;
        return true;
    case VALUE_DURATION:
        ret->text = str_printf(a, "%lld", (long long)(v.as.i / 1000000));
        ret->form = EDIT_TIME;
        return true;
    case VALUE_INT:
        ret->text = str_printf(a, "%lld", (long long)v.as.i);
        ret->form = v.unit == UNIT_BYTES ? EDIT_SIZE : EDIT_TEXT;
        return !(v.flags & VALUE_UNLIMITED);
    default:
        return false;
    }
}

/* Only what stands where it is in force can be replaced. A default has no place, but its setting has a name; an inherited value has other readers, so the block that is judged gets its own. */
static bool edit_of(struct judgement *j, struct value old, struct value with, struct edit *ret)
{
    const struct origin *o = old.origin;
    bool stands = o && o->kind == ORIGIN_SET && o->written.n > 0, adds = o && !stands && o->setting.n && j->p->set;
    bool inherited = o && o->kind == ORIGIN_INHERITED;
    if (inherited && j->p->scope.family != SCOPE_BLOCK)
        return false;
    *ret = (struct edit){.at = inherited ? j->s->at
                               : o       ? o->at
                                         : SPAN_NONE,
                         .setting = adds ? o->setting : (struct str){0},
                         .was = stands ? o->written : (struct str){0}};
    return (stands || adds) && written_form(j, with, ret);
}

static bool changes(const struct edit *e, struct value old)
{
    return e->setting.n > 0 || !str_eq(e->text, old.origin->written);
}

/* All edits, or no fix. */
static void add_fix(struct judgement *j)
{
    const struct cel_program *path = j->p->set ? j->p->set : j->p->replace;
    if (!path || !j->p->with)
        return;
    struct value old = eval(j, path), with = eval_text(j, j->p->with);
    bool several = old.type == VALUE_LIST && !old.origin, each = several && with.type == VALUE_LIST;
    uint32_t n = several ? old.n : 1, n_edits = 0;
    struct edit *edits = arena_array(j->e->scratch, struct edit, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        struct value one = several ? old.as.items[i] : old;
        if ((each && i >= with.n) || !edit_of(j, one, each ? with.as.items[i] : with, &edits[n_edits]))
            return;
        n_edits += changes(&edits[n_edits], one);
    }
    for (uint32_t i = 0; i < n_edits; i++)
        if (i == 0)
            diag_fix_edit(j->e->sink, j->finding, applicability_of(j->p->rule->fix.applicability), edits[i]);
        else
            diag_fix_more(j->e->sink, j->finding, edits[i]);
}

static void add_texts(struct judgement *j)
{
    const struct rule_program *p = j->p;
    struct finding *f = j->finding;
    struct str label = render(j, &p->label), help = render(j, &p->help);
    if (p->label.n)
        diag_label(j->e->sink, f, "%.*s", STR_ARG(label));
    for (uint32_t i = 0; i < p->rule->n_related; i++)
        add_related(j, &p->related[i]);
    for (uint32_t i = 0; i < p->rule->n_notes; i++)
        add_note(j, &p->notes[i]);
    if (p->help.n)
        diag_help(j->e->sink, f, "%.*s", STR_ARG(help));
}

static void report(struct judgement *j, bool is_estimate)
{
    struct sink *sink = j->e->sink;
    compute_variables(j, VARIABLE_OF_TEXTS);
    share_limits(j, count_pieces(j->p));
    struct span at = place_of(j, j->p->at);
    struct str message = render(j, &j->p->message);
    j->finding = diag_add(sink, j->p->rule->info.id, at, "%.*s", STR_ARG(message));
    if (is_estimate && j->p->rule->info.severity == SEV_ERROR) {
        j->finding->severity_set = true;
        j->finding->severity = SEV_WARNING;
    }
    add_texts(j);
    add_fix(j);
    name_subject(j, j->finding);
}

/* What is the same for all subjects of a rule is bound once: a config has thousands of them. */
static void bind(struct evaluation *e, const struct rule *rule, const struct subject *subject)
{
    if (!e->vars) {
        e->vars = arena_array(e->scratch, struct value, RULE_FIRST_VARIABLE + rule->n_variables);
        evaluate_bind(e->scratch, rule, subject, e->vars);
    } else if (e->host != subject->host) {
        e->vars[RULE_HOST] = scope_host(e->scratch, subject->host);
    }
    e->host = subject->host;
    e->vars[RULE_SELF] = subject->self;
}

void evaluate_rule(struct evaluation *e, const struct rule_program *rule, const struct subject *subject)
{
    bind(e, rule->rule, subject);
    struct arena_mark mark = arena_mark(e->scratch);
    struct judgement j = {.e = e, .p = rule, .s = subject, .vars = e->vars};
    bool is_estimate;
    if (e->sink->findings.n - e->n_before >= LIMIT_FINDINGS_PER_RULE_FILE)
        e->sink->n_dropped++;
    else if (is_broken(&j, &is_estimate))
        report(&j, is_estimate);
    arena_pop(e->scratch, mark);
}
