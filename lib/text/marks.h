/* Template marks in a config that is rendered before a server reads it: where they are and what they do, before any
 * tokenizer sees the text. */
#ifndef LOADLINE_TEXT_MARKS_H
#define LOADLINE_TEXT_MARKS_H

#include "base/arena.h"
#include "base/str.h"

/* Sets of marks that a file may hold. */
enum mark_syntax {
    MARKS_JINJA = 1, /* {{ }} {% %} {# #} */
    MARKS_ERB = 2,   /* <%= %> <% %> <%# %> */
    MARKS_GO = 4,    /* {{ }} with the actions of Go's text/template */
    MARKS_ENV = 8,   /* ${VAR} and $VAR in capitals, as envsubst is used */
};

enum mark_kind {
    MARK_EXPRESSION, /* puts text in its place: {{ x }}, <%= x %>, ${X}, {% include %} */
    MARK_STATEMENT,  /* puts nothing: {% set x = 1 %} */
    MARK_OPEN,       /* begins a block: {% if x %}, <% x.each do |y| %>, {{ range .X }} */
    MARK_MID,        /* divides one: {% else %} */
    MARK_CLOSE,      /* ends one: {% endif %}, <% end %>, {{ end }} */
    MARK_COMMENT,
};

/* One mark, its delimiters included. conditional, of an OPEN: what stands in its block may be absent, repeated or
 * changed; {% block %} and {% with %} are not. */
struct mark {
    uint32_t off, len;
    uint32_t match; /* OPEN: index of its CLOSE; CLOSE: of its OPEN; MARK_NO_MATCH without one */
    uint8_t kind;   /* enum mark_kind */
    uint8_t syntax; /* enum mark_syntax */
    bool conditional;
    bool unterminated; /* never closed; ends with its line */
};

#define MARK_NO_MATCH UINT32_MAX

/* Sorted by offset, never overlapping. Points into an arena. */
struct marks {
    const struct mark *p;
    uint32_t n;
    const struct mark_range *conditional; /* what stands under a conditional block, outermost ones only, sorted */
    uint32_t n_conditional;
};

/* Bytes [from, to): from the start of the OPEN mark to the end of its CLOSE, or of the text without one. */
struct mark_range {
    uint32_t from, to;
};

/* Which marks a file of that name may hold (a set of enum mark_syntax), 0: none. By its last extension: .j2 .jinja
 * .jinja2 .erb .tmpl .tpl .ctmpl .template; more than one where it is rendered twice, as haproxy.tmpl.j2 is. */
unsigned marks_syntax_of(struct str path);

/* Which marks a text holds by its look, for a file whose name tells nothing (Ansible and Salt render files of any name): a line that begins with a
 * statement, an expression of plain words between its braces, <%= %>. Nothing that a config of ours holds otherwise: not "{{.Name}}", which docker
 * itself fills in. Looks at the first 256 KiB. */
unsigned marks_syntax_in(struct str text);

/* The name without the template's extension: "nginx.conf" for "nginx.conf.j2", so that the kind can be told. */
struct str marks_plain_name(struct str path);

/* All marks of text in a. What {% raw %} holds has none. Linear in the text, whatever it holds. */
struct marks marks_find(struct arena *a, struct str text, unsigned syntax);

/* The mark that covers the byte at off, or NULL. */
const struct mark *marks_at(const struct marks *m, uint32_t off);
/* The index of the first mark that ends after off; m->n without one. */
uint32_t marks_from(const struct marks *m, uint32_t off);
/* Whether the byte at off stands under a condition or loop. */
bool marks_is_conditional(const struct marks *m, uint32_t off);

/* What stands between a mark's delimiters, white space and trim signs ('-', '+', '~') removed: "x | default(1)". */
struct str mark_body(const struct mark *m, struct str text);

#endif
