/* The file of a baseline: YAML, a mapping with one entry a line. */
#include "engine/baseline.h"

#include "base/limits.h"
#include "base/num.h"

#include <inttypes.h>
#include <stdlib.h>

enum { VERSION = 1, MOST_FINDINGS = 1000000, HEX_DIGITS = 16 };

/* ---- entries ---- */

static struct str key_of(struct arena *a, struct str file, struct str rule, uint64_t fingerprint)
{
    return str_printf(a, "%016" PRIx64 "%.*s%c%.*s", fingerprint, STR_ARG(rule), '\0', STR_ARG(file));
}

struct baseline_entry *baseline_find(const struct baseline *b, struct str file, struct str rule, uint64_t fingerprint)
{
    struct arena_mark mark = arena_mark(b->a);
    struct baseline_entry *e = map_get(&b->by_key, key_of(b->a, file, rule, fingerprint));
    arena_pop(b->a, mark);
    return e;
}

struct baseline_entry *baseline_put(struct baseline *b, struct str file, struct str rule, uint64_t fingerprint)
{
    struct baseline_entry *e = baseline_find(b, file, rule, fingerprint);
    if (e)
        return e;
    e = arena_new(b->a, struct baseline_entry);
    *e = (struct baseline_entry){.file = str_dup(b->a, file), .rule = str_dup(b->a, rule), .fingerprint = fingerprint};
    map_put(&b->by_key, key_of(b->a, file, rule, fingerprint), e, NULL);
    vec_push(b->a, &b->entries, e);
    return e;
}

/* ---- reading ---- */

struct entry_reading {
    struct baseline_entry e;
    bool has_fingerprint, has_severity;
};

enum { ENTRY_FILE, ENTRY_RULE, ENTRY_TEXT };

static void read_text(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct baseline_entry *e = &((struct entry_reading *)into)->e;
    struct str *texts[] = {[ENTRY_FILE] = &e->file, [ENTRY_RULE] = &e->rule, [ENTRY_TEXT] = &e->text};
    const struct node *value = node_value(entry);
    struct value v;
    if (value->kind == NODE_WORD && value->text.n == 0 && id != ENTRY_RULE)
        return;
    if (!scalar_read(r, value, SCALAR_TEXT, entry->text, &v))
        return;
    *texts[id] = value->text;
    if (id == ENTRY_RULE)
        e->at = value->at;
}

static void read_severity(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct str words[] = {STR_INIT("note"), STR_INIT("warning"), STR_INIT("error")};
    struct entry_reading *e = into;
    uint32_t which;
    (void)id;
    if (!choice_read(r, node_value(entry), entry->text, words, 3, &which))
        return;
    e->e.severity = (enum severity)which;
    e->has_severity = true;
}

static bool hex_parse(struct str s, uint64_t *ret)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!ch_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        h = h << 4 | (uint64_t)(ch_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *ret = h;
    return s.n == HEX_DIGITS;
}

static void read_fingerprint(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct entry_reading *e = into;
    const struct node *value = node_value(entry);
    (void)id;
    e->has_fingerprint = value->kind == NODE_WORD && hex_parse(value->text, &e->e.fingerprint);
    if (!e->has_fingerprint)
        document_fault(r, value_place(value), "the fingerprint is not 16 hexadecimal digits");
}

static void read_count(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    const struct node *value = node_value(entry);
    int64_t n;
    (void)id;
    if (value->kind == NODE_WORD && num_parse_int(value->text, &n) && n >= 1 && n <= MOST_FINDINGS)
        ((struct entry_reading *)into)->e.count = (uint32_t)n;
    else
        document_fault(r, value_place(value), "count is not a number from 1 to %d", MOST_FINDINGS);
}

/* Of two entries for one thing, as a merge leaves them, the larger holds. */
static void add_entry(struct baseline *b, const struct baseline_entry *from)
{
    struct baseline_entry *e = baseline_put(b, from->file, from->rule, from->fingerprint);
    if (e->count > 0 && from->severity <= e->severity && from->count <= e->count)
        return;
    e->severity = from->severity > e->severity || e->count == 0 ? from->severity : e->severity;
    e->count = from->count > e->count ? from->count : e->count;
    e->text = from->text;
    e->at = from->at;
}

static void read_entry(struct reading *r, struct baseline *b, const struct node *item)
{
    static const struct key_row keys[] = {
        {STR_INIT("file"), read_text, ENTRY_FILE},      {STR_INIT("rule"), read_text, ENTRY_RULE},
        {STR_INIT("severity"), read_severity, 0},       {STR_INIT("count"), read_count, 0},
        {STR_INIT("fingerprint"), read_fingerprint, 0}, {STR_INIT("text"), read_text, ENTRY_TEXT},
    };
    struct entry_reading e = {.e = {.at = item->at}};
    uint32_t before = r->faults->findings.n;
    keys_read(r, item, "an entry", keys, sizeof(keys) / sizeof(keys[0]), &e);
    if (r->faults->findings.n > before)
        return;
    const char *missing = e.e.rule.n == 0      ? "a rule"
                          : !e.has_fingerprint ? "a fingerprint"
                          : !e.has_severity    ? "a severity"
                          : e.e.count == 0     ? "a count"
                                               : NULL;
    if (missing)
        document_fault(r, item->at, "an entry without %s", missing);
    else
        add_entry(b, &e.e);
}

static void read_findings(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    uint32_t n = 0;
    (void)id;
    if (node_value(entry)->kind == NODE_WORD && node_value(entry)->text.n == 0)
        return;
    for (const struct node *i = list_items(r, node_value(entry), entry->text); i && !faults_full(r);
         i = next_item(i->next)) {
        if (n++ == LIMIT_BASELINE_ENTRIES) {
            document_fault(r, i->at, "more than %d entries in a baseline", LIMIT_BASELINE_ENTRIES);
            return;
        }
        read_entry(r, into, i);
    }
}

static void take_path(struct reading *r, const struct node *word, void *into)
{
    struct baseline *b = into;
    (void)r;
    vec_push(b->a, &b->paths, word->text);
}

static void read_paths(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_path, into);
}

static void pass_over(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)r, (void)entry, (void)id, (void)into;
}

/* Before anything else: another version may hold anything. */
static bool version_known(struct reading *r, struct file *file, struct node *top)
{
    struct node *entry = node_find(top, STR("version"));
    const struct node *value = entry ? node_value(entry) : NULL;
    int64_t version;
    if (!value) {
        document_fault_path(r, file->path, SPAN_NONE, "no `version`, so this is no baseline");
        return false;
    }
    if (value->kind == NODE_WORD && num_parse_int(value->text, &version) && version == VERSION)
        return true;
    document_fault(r, value_place(value), "a baseline of another version; this loadline reads version %d", VERSION);
    return false;
}

bool baseline_read(struct reading *r, struct file *file, struct baseline *ret)
{
    static const struct key_row keys[] = {
        {STR_INIT("version"), pass_over, 0},
        {STR_INIT("paths"), read_paths, 0},
        {STR_INIT("findings"), read_findings, 0},
    };
    uint32_t before = r->faults->findings.n;
    struct node *top = document_read(r, file);
    if (top && version_known(r, file, top))
        keys_read(r, (const struct node *)top, "a baseline", keys, 3, ret);
    return top && r->faults->findings.n == before;
}

/* ---- writing ---- */

/* A double-quoted text; what could end it, or harm, is escaped. */
static void put_text(struct buf *b, struct str s)
{
    buf_putc(b, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_putc(b, '\\');
        buf_putc(b, s.p[i]);
    }
    buf_putc(b, '"');
}

static void put_member(struct buf *b, const char *key, struct str s)
{
    buf_printf(b, "\"%s\": ", key);
    put_text(b, s);
    buf_put(b, STR(", "));
}

static void put_entry(struct buf *b, const struct baseline_entry *e)
{
    buf_put(b, STR("- {"));
    put_member(b, "file", e->file);
    put_member(b, "rule", e->rule);
    put_member(b, "severity", severity_name(e->severity));
    buf_printf(b, "\"count\": %" PRIu32 ", \"fingerprint\": \"%016" PRIx64 "\", \"text\": ", e->count, e->fingerprint);
    put_text(b, e->text);
    buf_put(b, STR("}\n"));
}

static int by_name(const void *x, const void *y)
{
    const struct baseline_entry *a = *(struct baseline_entry *const *)x, *b = *(struct baseline_entry *const *)y;
    int c = str_cmp(a->file, b->file);
    if (c == 0)
        c = str_cmp(a->rule, b->rule);
    return c ? c : (a->fingerprint > b->fingerprint) - (a->fingerprint < b->fingerprint);
}

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

void baseline_print(struct buf *b, const struct baseline *baseline)
{
    if (baseline->entries.n > 1)
        qsort(baseline->entries.p, baseline->entries.n, sizeof(*baseline->entries.p), by_name);
    if (baseline->paths.n > 1)
        qsort(baseline->paths.p, baseline->paths.n, sizeof(*baseline->paths.p), by_text);
    buf_put(b,
            STR("# Findings that loadline accepts as they are. Written by --write-baseline; --prune-baseline removes "
                "what is mended.\n"));
    buf_printf(b, "version: %d\npaths:\n", VERSION);
    for (uint32_t i = 0; i < baseline->paths.n; i++) {
        buf_put(b, STR("- "));
        put_text(b, baseline->paths.p[i]);
        buf_putc(b, '\n');
    }
    buf_put(b, baseline->entries.n > 0 ? STR("findings:\n") : STR("findings: []\n"));
    for (uint32_t i = 0; i < baseline->entries.n; i++)
        put_entry(b, baseline->entries.p[i]);
}
