#include "ast/dump.h"

static void put_text(struct buf *out, struct str s)
{
    buf_putc(out, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c == '\n' || c == '\t')
            buf_put(out, c == '\n' ? STR("\\n") : STR("\\t"));
        else if (c < 0x20 || c == 0x7F)
            buf_printf(out, "\\x%02x", c);
        else
            buf_putc(out, (char)c);
    }
    buf_putc(out, '"');
}

static void put_flags(struct buf *out, const struct node *n)
{
    /* in the order of enum node_flag's bits */
    static const char *const flags[] = {"block",  "unknown",  "conditional", "include", "tainted",
                                        "faulty", "anchored", "plain",       "tagged"};
    static const char *const quotes[] = {"", " double", " single", " literal", " folded"};
    if (n->quote < sizeof(quotes) / sizeof(quotes[0]))
        buf_put(out, str_from(quotes[n->quote]));
    for (uint32_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        if (n->flags & 1u << i)
            buf_printf(out, " %s", flags[i]);
}

static void put_spans(struct buf *out, const struct node *n)
{
    buf_printf(out, " @%u+%u", (unsigned)n->at.off, (unsigned)n->at.len);
    if (!span_is_none(n->name_at) && (n->name_at.off != n->at.off || n->name_at.len != n->at.len))
        buf_printf(out, " name @%u+%u", (unsigned)n->name_at.off, (unsigned)n->name_at.len);
}

static void put_node(struct buf *out, const struct node *n, uint32_t level, unsigned options)
{
    static const char *const kinds[] = {"root", "entry", "word", "map", "list", "raw", "comment", "piece", "bad"};
    bool has_text = n->kind != NODE_ROOT && n->kind != NODE_MAP && n->kind != NODE_LIST;
    buf_pad(out, ' ', (size_t)level * 2);
    buf_put(out, str_from(kinds[n->kind]));
    if (has_text) {
        buf_putc(out, ' ');
        put_text(out, n->text);
    }
    if (options & DUMP_SPANS)
        put_spans(out, n);
    put_flags(out, n);
    buf_putc(out, '\n');
}

void node_dump(struct buf *out, const struct node *top, unsigned options)
{
    const struct node *n = top;
    uint32_t level = 0;
    for (;;) {
        put_node(out, n, level, options);
        if (n->first) {
            n = n->first;
            level++;
            continue;
        }
        while (n != top && !n->next) {
            n = n->parent;
            level--;
        }
        if (n == top)
            return;
        n = n->next;
    }
}
