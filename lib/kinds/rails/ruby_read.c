/* Statements of puma.rb, line by line. */
#include "base/num.h"
#include "kinds/rails/rails.h"

struct reading {
    struct kind_job *job;
    struct node *root;
    struct str text;
    uint32_t depth; /* of blocks that are open */
};

static bool is_name(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_';
}

static struct str first_word(struct str line)
{
    uint32_t n = 0;
    while (n < line.n && is_name(line.p[n]))
        n++;
    return str_slice(line, 0, n);
}

/* Without the comment at its end. */
static struct str code_of(struct str line)
{
    char quote = 0;
    for (uint32_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (c == '#' && !quote)
            return str_trim(str_slice(line, 0, i));
    }
    return str_trim(line);
}

static struct span span_of(const struct reading *r, struct str part)
{
    return (struct span){r->job->source, (uint32_t)(part.p - r->text.p), part.n};
}

static bool opens(struct str code)
{
    static const char *const words[] = {"if",  "unless", "case",   "while", "until", "begin",
                                        "def", "class",  "module", "for",   NULL};
    return str_is_one_of(first_word(code), words) || str_ends(code, STR(" do")) || str_ends(code, STR("{")) ||
           (str_find(code, STR(" do |")) < code.n && str_ends(code, STR("|")));
}

static bool is_guarded(struct str code)
{
    return str_find(code, STR(" if ")) < code.n || str_find(code, STR(" unless ")) < code.n;
}

/* The end of the argument that starts at i: a comma of the call itself. */
static uint32_t end_of_argument(struct str args, uint32_t i)
{
    char quote = 0;
    int depth = 0;
    for (; i < args.n; i++) {
        char c = args.p[i];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (!quote && strchr("([{", c))
            depth++;
        else if (!quote && strchr(")]}", c))
            depth--;
        else if (c == ',' && !quote && depth == 0)
            return i;
    }
    return i;
}

static struct node *add_entry(struct reading *r, struct str code, struct str name)
{
    struct node *e = node_new(r->job->a, NODE_ENTRY, span_of(r, code));
    e->name_at = span_of(r, name);
    e->text = name;
    e->flags |= r->depth > 0 || is_guarded(code) ? NODE_CONDITIONAL : 0;
    node_add(r->root, e);
    return e;
}

static void add_word(struct reading *r, struct node *e, struct str text)
{
    struct node *w = node_new(r->job->a, NODE_WORD, span_of(r, text));
    w->text = text;
    w->name_at = w->at;
    node_add(e, w);
}

static void read_call(struct reading *r, struct str code, struct str name)
{
    struct str args = str_trim(str_slice(code, name.n, code.n));
    struct node *e = add_entry(r, code, name);
    if (str_starts(args, STR("(")) && str_ends(args, STR(")")) && end_of_argument(args, 0) == args.n)
        args = str_slice(args, 1, args.n - 1);
    for (uint32_t i = 0, end; i < args.n; i = end + 1) {
        end = end_of_argument(args, i);
        struct str one = str_trim(str_slice(args, i, end));
        if (one.n)
            add_word(r, e, one);
    }
}

/* x = y; x ||= y and the like depend on what was there. */
static bool read_assignment(struct reading *r, struct str code, struct str name)
{
    struct str rest = str_trim(str_slice(code, name.n, code.n));
    bool plain = str_byte(rest, 0) == '=' && str_byte(rest, 1) != '=' && str_byte(rest, 1) != '~';
    bool other = rest.n > 2 && strchr("|+-*&", rest.p[0]) && (rest.p[1] == '=' || rest.p[2] == '=');
    if (!plain && !other)
        return false;
    struct node *e = add_entry(r, code, name);
    e->word = 1;
    if (plain)
        add_word(r, e, str_trim(str_slice(rest, 1, rest.n)));
    return true;
}

static void read_line(struct reading *r, struct str code)
{
    struct str name = first_word(code);
    if (!code.n)
        return;
    if (str_eq(name, STR("end")) || code.p[0] == '}') {
        r->depth -= r->depth > 0;
    } else if (opens(code)) {
        r->depth++;
    } else if (name.n && !read_assignment(r, code, name) && (code.n == name.n || strchr(" (", code.p[name.n]))) {
        read_call(r, code, name);
    }
}

void ruby_read(struct kind_job *job, struct node *root)
{
    struct str text = source_get(job->sources, job->source)->text;
    struct reading r = {job, root, text, 0};
    for (struct str rest = text; rest.n;) {
        struct str line = str_cut(&rest, '\n');
        if (str_eq(line, STR("__END__")))
            return;
        if (line.p)
            read_line(&r, code_of(line));
    }
}
