#include "kinds/systemd/checks.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/utf8.h"
#include "formats/ini.h"
#include "kinds/systemd/exec.h"
#include "kinds/systemd/values.h"

#include <stdarg.h>
#include <stdio.h>

/* Whether no more is said of this document; then what there would be is counted. */
static bool is_full(struct kind_job *job)
{
    bool full = job->sink->findings.n >= LIMIT_FINDINGS_PER_RULE_FILE;
    job->sink->n_dropped += full;
    return full;
}

struct finding *systemd_say(struct kind_job *job, struct str rule, struct span at, const char *fmt, ...)
{
    if (is_full(job))
        return NULL;
    va_list args;
    char text[512];
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return diag_add(job->sink, rule, at, "%s", text);
}

static const char *quoted(struct kind_job *job, struct str text)
{
    return str_printf(job->a, "\"%s\"", diag_quote(job->a, str_slice(text, 0, 80)).p).p;
}

static void label(struct kind_job *job, struct finding *f)
{
    if (f)
        diag_label(job->sink, f, "systemd ignores this line");
}

/* ---- command lines ---- */

/* Words of a value as nodes in the place of the value's own. */
static void put_words(struct kind_job *job, struct node *entry, const struct exec_words *words)
{
    struct node *value = entry->first, *rest = value->next;
    struct span_map *map = ini_word_map(job->a, job->sources, &ini_systemd, value);
    bool was_last = entry->last == value;
    entry->first = entry->last = NULL;
    for (uint32_t i = 0; i < words->n; i++) {
        const struct exec_word *w = &words->p[i];
        struct node *n = node_new(job->a, NODE_WORD, span_map_resolve(map, (struct span){0, w->off, w->len}));
        n->name_at = n->at;
        n->text = w->text;
        n->quote = w->quoted ? QUOTE_DOUBLE : QUOTE_NONE;
        node_add(entry, n);
    }
    if (was_last)
        return;
    entry->last->next = rest;
    while (entry->last->next)
        entry->last = entry->last->next;
}

/* A fault in a line that systemd takes so seriously that it does not start the unit, or, where a "-" says that failures do not matter, one that it
 * passes over. */
static void refuse(struct kind_job *job, struct node *e, struct span at, bool forgiven, struct str what)
{
    e->flags |= NODE_FAULTY;
    if (forgiven) {
        label(job, systemd_say(job, SYSTEMD_IGNORED_VALUE, at, "%.*s", STR_ARG(what)));
        return;
    }
    struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, at, "%.*s", STR_ARG(what));
    diag_note(job->sink, f, "systemd does not start a unit with such a line");
}

static bool is_forgiven(struct str word)
{
    uint32_t n = exec_prefix(word);
    return str_find_byte(str_slice(word, 0, n), '-') < n;
}

/* A word that means something to a shell: a redirection, a pipe, a conjunction. */
static bool is_operator(const struct node *w)
{
    static const struct str alone[] = {STR_INIT("|"), STR_INIT("||"), STR_INIT("&&"), STR_INIT("&"), STR_INIT("<")};
    struct str text = w->text;
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (str_eq(text, alone[i]))
            return w->quote == QUOTE_NONE;
    uint32_t at = text.n > 1 && (ch_is_digit(text.p[0]) || text.p[0] == '&');
    return w->quote == QUOTE_NONE && str_byte(text, at) == '>' && str_byte(text, at + 1) != '=';
}

/* Told once a line. */
static void check_operators(struct kind_job *job, const struct node *e)
{
    const struct node *w = e->first;
    while (w && w->kind == NODE_WORD && !is_operator(w))
        w = w->next;
    if (!w || w->kind != NODE_WORD)
        return;
    struct finding *f = systemd_say(job, SYSTEMD_SHELL_SYNTAX, w->at, "%s in %.*s, which no shell reads",
                                    quoted(job, w->text), STR_ARG(e->text));
    if (!f)
        return;
    diag_label(job->sink, f, "systemd hands it on as an argument, and what follows");
    if (str_find_byte(w->text, '>') < w->text.n)
        diag_help(job->sink, f, "use StandardOutput=append:/path and StandardError=");
    else
        diag_help(
            job->sink, f,
            "use sh -c with the whole command in quotes; a \"-\" before the path says that failures do not matter");
}

static bool is_separator(const struct node *w)
{
    return w->quote == QUOTE_NONE && str_eq(w->text, STR(";"));
}

/* The word that names a command's program. A specifier (%h) is whatever the manager makes of it. */
static void check_path(struct kind_job *job, struct node *e, const struct node *word)
{
    uint32_t n = exec_prefix(word->text);
    struct str path = str_slice(word->text, n, word->text.n);
    const char *what = NULL;
    bool renamed = str_find_byte(str_slice(word->text, 0, n), '@') < n;
    bool alone = !word->next || word->next->kind != NODE_WORD || is_separator(word->next);
    if (path.n == 0)
        what = "empty path";
    else if (path.p[0] != '/' && str_find_byte(path, '/') < path.n && str_find_byte(path, '%') == path.n)
        what = "neither a valid executable name nor an absolute path";
    else if (path.p[0] == '/' && str_ends(path, STR("/")))
        what = "executable path specifies a directory";
    else if (renamed && alone)
        what = "no zeroth argument behind the path";
    if (what)
        refuse(job, e, word->at, is_forgiven(word->text),
               str_printf(job->a, "%s in %.*s: %s", what, STR_ARG(e->text), quoted(job, path.n ? path : word->text)));
}

/* The commands of a line, one behind each ";" that stands alone. */
static void check_commands(struct kind_job *job, struct node *e)
{
    bool first = true;
    for (const struct node *w = e->first; w && w->kind == NODE_WORD && !(e->flags & NODE_FAULTY); w = w->next) {
        bool separator = is_separator(w);
        if (first && !separator)
            check_path(job, e, w);
        first = separator;
    }
}

/* The quote is open in the last word. Whether that matters, the last command before it that was read says. */
static void unbalanced_command(struct kind_job *job, struct node *e)
{
    const struct node *last = e->first, *command = e->first;
    for (const struct node *w = e->first; w->next && w->next->kind == NODE_WORD; w = last) {
        last = w->next;
        if (is_separator(w) && last->next && last->next->kind == NODE_WORD)
            command = last;
    }
    refuse(job, e, last->at, is_forgiven(command->text),
           str_printf(job->a, "unbalanced quoting in %.*s: %s", STR_ARG(e->text), quoted(job, last->text)));
}

static bool is_variable_name(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_alpha(s.p[i]) && s.p[i] != '_' && (i == 0 || !ch_is_digit(s.p[i])))
            return false;
    return s.n > 0;
}

/* Each word assigns; one that does not is ignored, the others are not. */
static void check_environment(struct kind_job *job, struct node *e)
{
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next) {
        struct str rest = w->text, name = str_cut(&rest, '=');
        if ((is_variable_name(name) && name.n < w->text.n) || str_find_byte(name, '%') < name.n)
            continue;
        struct finding *f = systemd_say(job, SYSTEMD_IGNORED_VALUE, w->at, "no assignment in %.*s: %s",
                                        STR_ARG(e->text), quoted(job, w->text));
        if (f)
            diag_label(job->sink, f, "systemd ignores this word");
        if (f && w != e->first)
            diag_help(job->sink, f, "quote the whole assignment, NAME included, when its value holds a space");
    }
}

static void check_words(struct kind_job *job, struct node *e, const struct systemd_word *row)
{
    struct exec_words words = {0};
    struct node *value = e->first;
    bool closed = exec_split(job->a, value->text, &words);
    if (words.n > 0)
        put_words(job, e, &words);
    if (!closed && row->type == SYSTEMD_TYPE_EXEC) {
        unbalanced_command(job, e);
    } else if (!closed) {
        label(job, systemd_say(job, SYSTEMD_IGNORED_VALUE, value->at, "unbalanced quoting in %.*s", STR_ARG(e->text)));
        e->flags |= NODE_FAULTY;
    } else if (row->type == SYSTEMD_TYPE_EXEC) {
        check_commands(job, e);
        check_operators(job, e);
    } else {
        check_environment(job, e);
    }
}

/* ---- settings ---- */

static void unknown_key(struct kind_job *job, const struct node *e, uint32_t section)
{
    struct str near = systemd_word_nearest(e->text, section, job->target);
    struct finding *f = systemd_say(job, SYSTEMD_UNKNOWN_KEY, e->name_at, "unknown key %s in section [%.*s]",
                                    quoted(job, e->text), STR_ARG(systemd_section_name(section)));
    label(job, f);
    if (f && str_starts(e->text, STR("-")))
        diag_help(job->sink, f, "a command goes on in the next line only behind a backslash");
    else if (f && near.n > 0)
        diag_help(job->sink, f, "the nearest key of this section is %.*s", STR_ARG(near));
}

/* "[Unit] or [Service]". */
static const char *sections_text(struct kind_job *job, uint32_t contexts)
{
    struct str text = {0};
    for (; contexts; contexts &= contexts - 1)
        text = str_printf(job->a, "%.*s%s[%.*s]", STR_ARG(text), text.n ? " or " : "",
                          STR_ARG(systemd_section_name(contexts & -contexts)));
    return text.n ? text.p : "";
}

static void misfit(struct kind_job *job, const struct node *e, uint32_t section, enum systemd_fit fit, uint32_t row)
{
    struct str name = e->text;
    const struct systemd_word *w = &systemd_words[row];
    if (is_full(job))
        return;
    if (fit == SYSTEMD_FIT_UNKNOWN) {
        unknown_key(job, e, section);
    } else if (fit == SYSTEMD_FIT_MISPLACED) {
        struct finding *f =
            systemd_say(job, SYSTEMD_UNKNOWN_KEY, e->name_at, "key %.*s in section [%.*s], which has none of that name",
                        STR_ARG(name), STR_ARG(systemd_section_name(section)));
        label(job, f);
        if (f)
            diag_help(job->sink, f, "move it to %s", sections_text(job, w->contexts));
    } else {
        bool later = fit == SYSTEMD_FIT_LATER;
        label(job, systemd_say(job, SYSTEMD_UNKNOWN_KEY, e->name_at, "key %.*s, which systemd %s %u", STR_ARG(name),
                               later ? "knows from version" : "no longer knows in version",
                               (later ? w->since : w->until) >> 16));
    }
}

/* A directory that the unit cannot be started in. */
static bool is_directory(struct str path)
{
    if (path.n > 0 && path.p[0] == '-')
        path = str_slice(path, 1, path.n);
    return path.n == 0 || path.p[0] == '/' || path.p[0] == '%' || str_eq(path, STR("~"));
}

/* "a.service", with specifiers or not. */
static bool is_unit_name(struct str name)
{
    struct str ext = path_ext(name);
    if (ext.n == name.n || name.n > 255)
        return false;
    for (uint32_t i = 0; i < name.n; i++)
        if (!ch_is_alpha(name.p[i]) && !ch_is_digit(name.p[i]) && (!name.p[i] || !strchr(":-_.\\@%", name.p[i])))
            return false;
    return str_find_byte(name, '%') < name.n || str_eq(ext, STR(".device")) || unit_name_of(name).section != 0;
}

/* A list of units: systemd passes over a name without its type, "postgresql". */
static void check_unit_names(struct kind_job *job, const struct node *e)
{
    const struct node *word = e->first;
    struct str text = word->text;
    bool quoted_somewhere = str_find_byte(text, '"') < text.n || str_find_byte(text, '\'') < text.n;
    for (uint32_t from = 0, to; !quoted_somewhere && from < text.n; from = to) {
        while (from < text.n && ch_is_space(text.p[from]))
            from++;
        for (to = from; to < text.n && !ch_is_space(text.p[to]); to++)
            ;
        struct str name = str_slice(text, from, to);
        if (name.n == 0 || is_unit_name(name))
            continue;
        struct span_map *map = ini_word_map(job->a, job->sources, &ini_systemd, word);
        struct finding *f =
            systemd_say(job, SYSTEMD_IGNORED_VALUE, span_map_resolve(map, (struct span){0, from, to - from}),
                        "%.*s names %s, which is no unit", STR_ARG(e->text), quoted(job, name));
        if (f)
            diag_label(job->sink, f, "systemd ignores this name");
        if (f && str_find_byte(name, '.') == name.n)
            diag_help(job->sink, f, "the name of a unit ends in its type: %.*s.service",
                      STR_ARG(str_slice(name, 0, 80)));
    }
}

/* Settings whose value is a path that must be absolute. */
static void check_directory(struct kind_job *job, struct node *e)
{
    struct node *word = e->first;
    bool file = str_eq(e->text, STR("EnvironmentFile"));
    if ((!file && !str_eq(e->text, STR("WorkingDirectory"))) || is_directory(word->text))
        return;
    refuse(job, e, word->at, file || str_starts(word->text, STR("-")),
           str_printf(job->a, "path is not absolute in %.*s: %s", STR_ARG(e->text), quoted(job, word->text)));
}

static void check_value(struct kind_job *job, struct node *e, const struct systemd_word *row)
{
    struct node *word = e->first;
    struct value v;
    if (!word || word->kind != NODE_WORD || !node_is_known(word) || (e->flags & NODE_UNKNOWN) || word->text.n == 0)
        return;
    if (row->type == SYSTEMD_TYPE_EXEC || row->type == SYSTEMD_TYPE_ENVIRON) {
        check_words(job, e, row);
    } else if (!systemd_value_of(job->a, row, word->text, &v)) {
        struct finding *f = systemd_say(job, SYSTEMD_IGNORED_VALUE, word->at, "%.*s is %s, not %s", STR_ARG(e->text),
                                        quoted(job, word->text), systemd_type_text(row->type));
        label(job, f);
        if (f && str_find_byte(word->text, '#') < word->text.n)
            diag_note(job->sink, f,
                      "a comment starts with a line of its own: what stands behind a value belongs to it");
        e->flags |= NODE_FAULTY;
    } else if (row->type == SYSTEMD_TYPE_UNITS) {
        check_unit_names(job, e);
    } else {
        check_directory(job, e);
    }
}

static void check_entry(struct kind_job *job, struct node *e, uint32_t section)
{
    uint32_t row;
    if (str_starts(e->text, STR("X-")) || (e->flags & NODE_UNKNOWN))
        return;
    enum systemd_fit fit = systemd_word_pick(e->text, section, job->target, &row);
    if (fit == SYSTEMD_FIT_OK) {
        e->word = row;
        check_value(job, e, &systemd_words[row]);
    } else {
        misfit(job, e, section, fit, row);
        e->flags |= NODE_FAULTY;
    }
}

/* ---- sections ---- */

/* A unit has its own type's section beside [Unit] and [Install]. */
static bool is_of_unit(const struct systemd_state *s, uint32_t section)
{
    return !s->unit.section || (section & (SYSTEMD_IN_UNIT | SYSTEMD_IN_INSTALL | s->unit.section));
}

static void unknown_section(struct kind_job *job, const struct node *section, uint32_t bit)
{
    const struct systemd_state *s = job->state;
    struct finding *f = bit ? systemd_say(job, SYSTEMD_UNKNOWN_SECTION, section->name_at,
                                          "section [%.*s] in %.*s, a unit of another type", STR_ARG(section->text),
                                          STR_ARG(s->unit.name))
                            : systemd_say(job, SYSTEMD_UNKNOWN_SECTION, section->name_at, "unknown section %s",
                                          quoted(job, section->text));
    struct str near = bit ? (struct str){0} : systemd_section_nearest(section->text);
    if (f)
        diag_label(job->sink, f, "systemd ignores all of it");
    if (f && near.n > 0)
        diag_help(job->sink, f, "the nearest section is [%.*s]", STR_ARG(near));
}

/* What systemd does not take in a header: basic/string-util.c, string_is_safe. */
static bool is_safe(struct str name)
{
    for (uint32_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ' || name.p[i] == 0x7f || strchr("\\\"'", name.p[i]))
            return false;
    return true;
}

static void check_section(struct kind_job *job, struct node *section)
{
    uint32_t bit = systemd_section_of(section->text);
    if (!(section->flags & (NODE_UNKNOWN | NODE_FAULTY)) && !is_safe(section->text)) {
        diag_syntax(job->sink, SYNTAX_UNEXPECTED_TOKEN, section->name_at, "bad characters in section header %s",
                    quoted(job, section->text));
        return;
    }
    if ((section->flags & (NODE_UNKNOWN | NODE_FAULTY)) || str_starts(section->text, STR("X-")))
        return;
    if (!bit || !is_of_unit(job->state, bit)) {
        unknown_section(job, section, bit);
        return;
    }
    section->word = (uint32_t)__builtin_ctz(bit) + 1;
    for (struct node *e = section->first; e; e = e->next)
        if (e->kind == NODE_ENTRY)
            check_entry(job, e, bit);
}

void systemd_check_file(struct kind_job *job, struct node *root)
{
    for (struct node *n = root->first; n; n = n->next) {
        if (n->kind == NODE_ENTRY && (n->flags & NODE_BLOCK))
            check_section(job, n);
        else if (n->kind == NODE_ENTRY && !(n->flags & (NODE_INCLUDE | NODE_UNKNOWN)))
            label(job, systemd_say(job, SYSTEMD_IGNORED_LINE, n->name_at, "assignment outside of a section: %s",
                                   quoted(job, n->text)));
    }
}

/* ---- the unit ---- */

static struct value ask(struct kind_job *job, uint32_t section, const char *name)
{
    struct value v = value_null();
    struct node *block = systemd_section(job, section);
    if (block)
        systemd_in_force(job, block, str_from(name), &v);
    return v;
}

static bool is_text(struct value v, const char *text)
{
    return v.type == VALUE_STRING && str_eq((struct str){v.as.s, v.n}, str_from(text));
}

static void several_commands(struct kind_job *job, struct value start)
{
    struct finding *f = diag_syntax(job->sink, SYNTAX_CONFLICT, value_at(start),
                                    "more than one ExecStart= setting in a service that is not of Type=oneshot");
    diag_note(job->sink, f, "systemd refuses the unit");
    diag_help(job->sink, f, "to replace the command, put an empty ExecStart= before it");
}

/* At the header of the unit's section, where there is one. */
static void missing(struct kind_job *job, uint32_t section, const char *what)
{
    const struct node *block = systemd_section(job, section);
    struct span at = block ? systemd_header_at(block) : (struct span){job->source, 0, 0};
    struct finding *f = diag_syntax(job->sink, SYNTAX_MISSING, at, "%s", what);
    diag_note(job->sink, f, "systemd refuses the unit");
}

/* Whether a command was meant where it may stand, and told to be at fault. */
static bool has_faulty_command(struct kind_job *job)
{
    struct node *root = job->root;
    for (const struct node *n = root; n; n = node_walk(root, (struct node *)(uintptr_t)n))
        if (n->kind == NODE_ENTRY && n->word && (n->flags & NODE_FAULTY) && str_eq(n->text, STR("ExecStart")))
            return true;
    return false;
}

/* Restart= and Type= as service_verify holds them against each other. */
static void check_type(struct kind_job *job, struct value start, struct value type)
{
    struct value restart = ask(job, SYSTEMD_IN_SERVICE, "Restart"), bus = ask(job, SYSTEMD_IN_SERVICE, "BusName");
    bool oneshot = is_text(type, "oneshot");
    if (start.n > 1 && !oneshot)
        several_commands(job, start);
    if (oneshot && (is_text(restart, "always") || is_text(restart, "on-success")))
        diag_syntax(job->sink, SYNTAX_CONFLICT, value_at(restart),
                    "Restart=%.*s, which is not allowed for Type=oneshot services", (int)restart.n, restart.as.s);
    if (is_text(type, "dbus") && bus.type == VALUE_NULL)
        diag_syntax(job->sink, SYNTAX_MISSING, value_at(type), "service of Type=dbus without a BusName=");
}

/* A service that starts nothing: what it may do instead. */
static void no_command(struct kind_job *job, bool does_something, bool oneshot, bool acts)
{
    struct value remain = ask(job, SYSTEMD_IN_SERVICE, "RemainAfterExit");
    bool implied = !systemd_section(job, SYSTEMD_IN_SERVICE) || ask(job, SYSTEMD_IN_SERVICE, "Type").origin == NULL ||
                   ask(job, SYSTEMD_IN_SERVICE, "Type").origin->kind == ORIGIN_DEFAULT; /* of Type=oneshot, then */
    if (!does_something)
        missing(job, SYSTEMD_IN_SERVICE, "service has no ExecStart=, ExecStop=, or SuccessAction=");
    else if (!oneshot && !implied)
        missing(job, SYSTEMD_IN_SERVICE,
                "service has no ExecStart= setting, which is only allowed for Type=oneshot services");
    else if (!acts && remain.type == VALUE_BOOL && !remain.as.b)
        missing(job, SYSTEMD_IN_SERVICE,
                "service has no ExecStart= and no SuccessAction= settings and does not have RemainAfterExit=yes set");
}

static void check_service(struct kind_job *job)
{
    struct value start = ask(job, SYSTEMD_IN_SERVICE, "ExecStart"), stop = ask(job, SYSTEMD_IN_SERVICE, "ExecStop");
    struct value type = ask(job, SYSTEMD_IN_SERVICE, "Type"), success = ask(job, SYSTEMD_IN_UNIT, "SuccessAction");
    if (value_is_unknown(start) || value_is_unknown(stop) || value_is_unknown(type) || value_is_unknown(success))
        return;
    bool acts = success.type == VALUE_STRING && !is_text(success, "none");
    if (start.n == 0 && !has_faulty_command(job))
        no_command(job, stop.n > 0 || acts, is_text(type, "oneshot"), acts);
    check_type(job, start, type);
}

/* Other units need at least one setting of those that tell what they wait for. */
static void check_other(struct kind_job *job, uint32_t section, const char *const *names, const char *what)
{
    for (; *names; names++) {
        struct value v = ask(job, section, *names);
        if (value_is_unknown(v) || v.n > 0 || v.type == VALUE_BOOL)
            return;
    }
    missing(job, section, what);
}

void systemd_check_unit(struct kind_job *job)
{
    static const char *const listens[] = {"ListenStream",       "ListenDatagram",    "ListenSequentialPacket",
                                          "ListenFIFO",         "ListenNetlink",     "ListenSpecial",
                                          "ListenMessageQueue", "ListenUSBFunction", NULL};
    static const char *const timers[] = {"OnCalendar",    "OnActiveSec",      "OnBootSec",
                                         "OnStartupSec",  "OnUnitActiveSec",  "OnUnitInactiveSec",
                                         "OnClockChange", "OnTimezoneChange", NULL};
    const struct systemd_state *s = job->state;
    if (!s->has_unit || source_get(job->sources, job->source)->text.n == 0) /* an empty file masks the unit */
        return;
    if (s->unit.section == SYSTEMD_IN_SERVICE)
        check_service(job);
    else if (s->unit.section == SYSTEMD_IN_SOCKET)
        check_other(job, SYSTEMD_IN_SOCKET, listens,
                    "socket has no Listen setting (ListenStream=, ListenDatagram=, ListenFIFO=, ...)");
    else if (s->unit.section == SYSTEMD_IN_TIMER)
        check_other(job, SYSTEMD_IN_TIMER, timers,
                    "timer has no setting of when it elapses (OnCalendar=, OnBootSec=, ...)");
}
